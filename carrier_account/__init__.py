"""What an operator does in the carrier's account: `offhook number`, `offhook hang-up`, `offhook transfer`."""
