"""Who this installation is: the device's keys, how they are kept, and the invitation's derived keys."""
