namespace TicketBooking.DaprWire;

/// <summary>Turns failures below gRPC (refused, reset, closed) into <see cref="GrpcStatus.Unavailable"/>.</summary>
internal static class Transport
{
    public static async Task<T> Guard<T>(Task<T> operation)
    {
        try
        {
            return await operation;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new GrpcStatusException(GrpcStatus.Unavailable, e.Message, e);
        }
    }
}
