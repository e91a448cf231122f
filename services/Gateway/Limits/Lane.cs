namespace TicketBooking.Gateway.Limits;

/// <summary>Kinds of traffic that do not get in each other's way: each has its own buckets and its own share of concurrency.</summary>
internal enum Lane
{
    /// <summary>Browsing.</summary>
    Browse,

    /// <summary>Holding, paying and giving back: must work while browsing is overloaded.</summary>
    Sale,

    /// <summary>Accounts; counted by address, because there is no user before the login.</summary>
    Auth,

    /// <summary>The payment provider.</summary>
    Webhook,

    /// <summary>Live streams: counted when they connect, however long they last.</summary>
    Live,

    /// <summary>The page of the API document, probes, and paths that do not exist.</summary>
    Other,
}
