using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>Refuses a call. Nothing of it is committed or kept under its idempotency key.</summary>
internal sealed class ApiException(int status, ApiError error) : Exception(error.Message)
{
    public int Status { get; } = status;

    public ApiError Error { get; } = error;
}
