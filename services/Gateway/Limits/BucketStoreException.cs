namespace TicketBooking.Gateway.Limits;

/// <summary>The shared buckets cannot be used now.</summary>
internal sealed class BucketStoreException : Exception
{
    public BucketStoreException()
    {
    }

    public BucketStoreException(string message)
        : base(message)
    {
    }

    public BucketStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
