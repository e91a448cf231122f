namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>What may happen next in the life of a booking.</summary>
public enum Op
{
    /// <summary>The buyer goes to pay (again).</summary>
    Book,

    /// <summary>The buyer goes to pay; the provider makes an intent and its answer is lost, so the attempt is given up and the hold goes on.</summary>
    BookInVain,

    /// <summary>The buyer pays with a good card.</summary>
    Pay,

    /// <summary>The buyer pays with a card whose refunds are pending until the bank answers.</summary>
    PayAndBeRefundedSlowly,

    /// <summary>The buyer's card is declined.</summary>
    Decline,

    /// <summary>The provider's latest webhook arrives; a duplicate when it has arrived before.</summary>
    Webhook,

    /// <summary>All webhooks arrive (again), the latest first.</summary>
    Replay,

    /// <summary>The workflow's activity gives money that is there its place; an activity may run twice.</summary>
    Settle,

    /// <summary>The client says that it has paid.</summary>
    Confirm,

    /// <summary>The time is over, and the claims' grace with it; holds are ended.</summary>
    Expire,

    /// <summary>The workflow's timer fires.</summary>
    End,

    /// <summary>The buyer gives the hold back.</summary>
    Release,

    /// <summary>The buyer cancels.</summary>
    Cancel,

    /// <summary>The buyer gives the first seat back.</summary>
    CancelFirst,

    /// <summary>The buyer gives the second seat back.</summary>
    CancelSecond,

    /// <summary>The buyer asks for more time.</summary>
    Extend,

    /// <summary>Another buyer wants one of the seats.</summary>
    Rival,

    /// <summary>Another buyer wants it from an instance that has not heard of the latest prices.</summary>
    RivalAtOldPrices,

    /// <summary>The organiser raises the prices.</summary>
    Reprice,

    /// <summary>Time passes, and the refund that is owed is made, or asked about.</summary>
    Refund,

    /// <summary>The bank says that the latest refund has succeeded.</summary>
    RefundSucceeds,

    /// <summary>The bank sends the latest refund back, also one that has succeeded.</summary>
    RefundFails,

    /// <summary>An operator gives the money back in the provider's dashboard.</summary>
    RefundElsewhere,

    /// <summary>An operator gives a part of the money back there.</summary>
    RefundPart,

    /// <summary>The buyer disputes the payment.</summary>
    Dispute,

    /// <summary>The dispute is won, at first or by an appeal.</summary>
    Win,

    /// <summary>The dispute is lost.</summary>
    Lose,

    /// <summary>The process dies at the first step of the next op, at the second when that is done again, and so on until it gets through.</summary>
    Crash,
}
