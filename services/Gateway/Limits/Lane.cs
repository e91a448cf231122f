namespace TicketBooking.Gateway.Limits;

/// <summary>Kinds of traffic that do not get in each other's way: each has its own buckets and its own share of concurrency.</summary>
internal enum Lane
{
    /// <summary>Looking around.</summary>
    Browse,

    /// <summary>Holding, paying and giving back: what must work while everybody looks around.</summary>
    Sale,

    /// <summary>Accounts; counted by address, because who logs in is nobody yet.</summary>
    Auth,

    /// <summary>The payment provider.</summary>
    Webhook,

    /// <summary>Live streams: counted when they connect, however long they last.</summary>
    Live,
}
