"""What shows how generator and critic train: measures, alarms, warnings, a picture."""
