"""The figures of `motion.skeleton`: a line for each joint, a table for each skeleton.

Joint, parent ("-": root), three numbers. NOTICE says where the figures come from.
"""

# Offsets in mm. Joints: thesis Table 3 (its "Arm" 18 is the left forearm, its end
# points, all called "Site", are named after their parents); offsets: the Martinez et
# al. 2017 code.
H36M = """
Hips               -                          0           0           0
RightUpLeg         Hips             -132.948591           0           0
RightLeg           RightUpLeg                 0 -442.894612           0
RightFoot          RightLeg                   0 -454.206447           0
RightToeBase       RightFoot                  0           0  162.767078
RightToeBaseSite   RightToeBase               0           0   74.999437
LeftUpLeg          Hips              132.948826           0           0
LeftLeg            LeftUpLeg                  0 -442.894413           0
LeftFoot           LeftLeg                    0  -454.20659           0
LeftToeBase        LeftFoot                   0           0  162.767426
LeftToeBaseSite    LeftToeBase                0           0   74.999948
Spine              Hips                       0         0.1           0
Spine1             Spine                      0  233.383263           0
Neck               Spine1                     0  257.077681           0
Head               Neck                       0  121.134938           0
HeadSite           Head                       0  115.002227           0
LeftShoulder       Spine1                     0  257.077681           0
LeftArm            LeftShoulder               0  151.034226           0
LeftForeArm        LeftArm                    0  278.882773           0
LeftHand           LeftForeArm                0  251.733451           0
LeftHandThumb      LeftHand                   0           0           0
LeftHandThumbSite  LeftHandThumb              0           0   99.999627
LeftWristEnd       LeftHand                   0  100.000188           0
LeftWristEndSite   LeftWristEnd               0           0           0
RightShoulder      Spine1                     0  257.077681           0
RightArm           RightShoulder              0  151.031437           0
RightForeArm       RightArm                   0  278.892924           0
RightHand          RightForeArm               0   251.72868           0
RightHandThumb     RightHand                  0           0           0
RightHandThumbSite RightHandThumb             0           0   99.999888
RightWristEnd      RightHand                  0  137.499922           0
RightWristEndSite  RightWristEnd              0           0           0
"""

# Offsets in units of the text. Joints and offsets: the BVH hierarchy that ConvSeq2Seq
# and LearnTrajDep use for all subjects; "…End" are its end points.
CMU = """
Hips               -                          0           0           0
LHipJoint          Hips                       0           0           0
LeftUpLeg          LHipJoint            1.65674    -1.80282     0.62477
LeftLeg            LeftUpLeg             2.5972    -7.13576           0
LeftFoot           LeftLeg              2.49236     -6.8477           0
LeftToeBase        LeftFoot             0.19704    -0.54136     2.14581
LeftToeBaseEnd     LeftToeBase                0           0     1.11249
RHipJoint          Hips                       0           0           0
RightUpLeg         RHipJoint            -1.6107    -1.80282     0.62476
RightLeg           RightUpLeg          -2.59502    -7.12977           0
RightFoot          RightLeg             -2.4678    -6.78024           0
RightToeBase       RightFoot           -0.23024    -0.63258     2.13368
RightToeBaseEnd    RightToeBase               0           0     1.11569
LowerBack          Hips                       0           0           0
Spine              LowerBack            0.01961      2.0545    -0.14112
Spine1             Spine                0.01021     2.06436    -0.05921
Neck               Spine1                     0           0           0
Neck1              Neck                 0.00713     1.56711     0.14968
Head               Neck1                0.03429     1.56041    -0.10006
HeadEnd            Head                 0.01305      1.6256    -0.05265
LeftShoulder       Spine1                     0           0           0
LeftArm            LeftShoulder         3.54205     0.90436    -0.17364
LeftForeArm        LeftArm              4.86513           0           0
LeftHand           LeftForeArm          3.35554           0           0
LeftFingerBase     LeftHand                   0           0           0
LeftHandIndex1     LeftFingerBase       0.66117           0           0
LeftHandIndex1End  LeftHandIndex1       0.53306           0           0
LThumb             LeftHand                   0           0           0
LThumbEnd          LThumb                0.5412           0      0.5412
RightShoulder      Spine1                     0           0           0
RightArm           RightShoulder       -3.49802     0.75994    -0.32616
RightForeArm       RightArm            -5.02649           0           0
RightHand          RightForeArm        -3.36431           0           0
RightFingerBase    RightHand                  0           0           0
RightHandIndex1    RightFingerBase     -0.73041           0           0
RightHandIndex1End RightHandIndex1     -0.58887           0           0
RThumb             RightHand                  0           0           0
RThumbEnd          RThumb              -0.59786           0     0.59786
"""

# Offsets in the length unit of the .asf files. A joint is the start of the bone of its
# name, so its offset is direction times length of the parent's bone. Bones: subject 02,
# whom the table above measures too; other subjects bring their own (`Clip.offsets_m`).
ASF = """
root       -                     0           0           0
lhipjoint  root                  0           0           0
lfemur     lhipjoint       1.65674    -1.80282     0.62477
ltibia     lfemur           2.5972    -7.13576           0
lfoot      ltibia          2.49236     -6.8477           0
ltoes      lfoot           0.19704    -0.54136     2.14581
rhipjoint  root                  0           0           0
rfemur     rhipjoint       -1.6107    -1.80282     0.62476
rtibia     rfemur         -2.59502    -7.12977           0
rfoot      rtibia          -2.4678    -6.78024           0
rtoes      rfoot          -0.23024    -0.63258     2.13368
lowerback  root                  0           0           0
upperback  lowerback       0.01961      2.0545    -0.14112
thorax     upperback       0.01021     2.06436    -0.05921
lowerneck  thorax          0.00151     2.06805     0.00804
upperneck  lowerneck       0.00713     1.56711     0.14968
head       upperneck       0.03429     1.56041    -0.10006
lclavicle  thorax          0.00151     2.06805     0.00804
lhumerus   lclavicle       3.54205     0.90436    -0.17364
lradius    lhumerus        4.86513           0           0
lwrist     lradius         3.35554           0           0
lhand      lwrist          1.67777           0           0
lfingers   lhand           0.66117           0           0
lthumb     lwrist          1.67777           0           0
rclavicle  thorax          0.00151     2.06805     0.00804
rhumerus   rclavicle      -3.49802     0.75994    -0.32616
rradius    rhumerus       -5.02649           0           0
rwrist     rradius        -3.36431           0           0
rhand      rwrist         -1.68216           0           0
rfingers   rhand          -0.73041           0           0
rthumb     rwrist         -1.68216           0           0
"""

# Rest positions in metres: the template of the SMPL body model (Loper et al. 2015).
SMPL = """
pelvis      -             -0.00087630897    -0.211418723      0.02782112
l_hip       pelvis          0.0704848876    -0.301002533     0.019774928
r_hip       pelvis         -0.0698883278     -0.30037916    0.0230254335
spine1      pelvis         -0.0033845165    -0.108161861   0.00563597909
l_knee      l_hip            0.101153808    -0.665211904    0.0130860155
r_knee      r_hip           -0.106040718    -0.671029623    0.0138401121
spine2      spine1        0.000196440985    0.0194957852   0.00392296547
l_ankle     l_knee          0.0895999143     -1.04856032   -0.0304155922
r_ankle     r_knee         -0.0920120818     -1.05466743   -0.0280514913
spine3      spine2         0.00222362284    0.0685680141     0.031790176
l_foot      l_ankle           0.11293758     -1.10320516    0.0839545265
r_foot      r_ankle         -0.114055299     -1.10107698    0.0898482216
neck        spine3        0.000260992373     0.276811197   -0.0179753042
l_collar    spine3          0.0775218998     0.186348444    -0.005084641
r_collar    spine3         -0.0748091986     0.184174211   -0.0100204779
head        neck            0.0037781535     0.339133394    0.0322299558
l_shoulder  l_collar         0.162839013     0.218087461   -0.0123774789
r_shoulder  r_collar        -0.164012068     0.216959041   -0.0198226746
l_elbow     l_shoulder       0.414086325     0.206120683   -0.0398959248
r_elbow     r_shoulder      -0.410001734     0.203806676    -0.039984389
l_wrist     l_elbow          0.652105424     0.215127546   -0.0398521818
r_wrist     r_elbow          -0.65517855     0.212428626   -0.0435159074
l_hand      l_wrist          0.731773168     0.205445019   -0.0530577698
r_hand      r_wrist         -0.735578759     0.205180646   -0.0539352281
"""
