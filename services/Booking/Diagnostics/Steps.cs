namespace TicketBooking.Booking.Diagnostics;

/// <summary>
/// Names the steps between which this process may die: each commit, and each call that changes something elsewhere. In a
/// trace they are spans (<see cref="Spans"/>); the tests of faults kill the process before and after each of them.
/// </summary>
internal static class Steps
{
    public const string CommitHold = "commit hold";
    public const string CommitBooking = "commit booking";
    public const string CommitReleased = "commit released";
    public const string CommitExpired = "commit expired";
    public const string CommitExtended = "commit extended";

    public const string CommitPaymentStarted = "commit payment-started";
    public const string CommitPaymentAbandoned = "commit payment-abandoned";
    public const string CommitIntent = "commit intent";
    public const string CommitIntentFound = "commit intent-found";
    public const string CommitConfirmed = "commit confirmed";
    public const string CommitRefundOwed = "commit refund-owed";
    public const string CommitRefundLeased = "commit refund-leased";
    public const string CommitRefundPostponed = "commit refund-postponed";
    public const string CommitRefundRecorded = "commit refund-recorded";
    public const string CommitRefundResumed = "commit refund-resumed";
    public const string CommitPaymentEnded = "commit payment-ended";
    public const string CommitProviderSettled = "commit provider-settled";
    public const string CommitAskPostponed = "commit ask-postponed";
    public const string CommitCancelled = "commit cancelled";
    public const string CommitSeatsCancelled = "commit seats-cancelled";

    public const string CommitWebhookStored = "commit webhook-stored";
    public const string CommitWebhookLeased = "commit webhook-leased";
    public const string CommitWebhookFinished = "commit webhook-finished";

    public const string CommitEventChanged = "commit event-changed";
    public const string CommitEventClosed = "commit event-closed";
    public const string CommitEventCancellationFinished = "commit event-cancellation-finished";

    public const string CommitRepaired = "commit repaired";
    public const string CommitRepublished = "commit republished";
    public const string CommitEventCancellationReopened = "commit event-cancellation-reopened";

    public const string CommitWorkflowLeased = "commit workflow-leased";
    public const string CommitWorkflowScheduled = "commit workflow-scheduled";
    public const string CommitWorkflowPurged = "commit workflow-purged";
    public const string WorkflowStart = "workflow start";
    public const string WorkflowTell = "workflow tell";
    public const string WorkflowPurge = "workflow purge";
    public const string WorkflowStartEventCancellation = "workflow start-event-cancellation";
    public const string WorkflowPurgeEventCancellation = "workflow purge-event-cancellation";

    public const string StripeCreateIntent = "stripe create-intent";
    public const string StripeGetIntent = "stripe get-intent";
    public const string StripeCancelIntent = "stripe cancel-intent";
    public const string StripeRefund = "stripe refund";
    public const string StripeListRefunds = "stripe list-refunds";
    public const string StripeListDisputes = "stripe list-disputes";

    public const string LockTake = "lock take";
    public const string LockRelease = "lock release";
}
