"""What a motion is: clips, skeletons, rotations, kinematics, angles and pictures.

Nothing here needs TensorFlow. Frames come first, rotations are radians in the
column-vector convention (`x_parent = R @ x_joint`), positions are metres, y is up.
"""
