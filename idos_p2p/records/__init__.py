"""Records as documents that merge: their kinds, the gate every change passes, their history."""
