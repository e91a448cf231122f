namespace TicketBooking.Gateway.Forwarding;

/// <summary>Gives up when the head of an answer is late.</summary>
internal sealed class SidecarHandler(TimeSpan answerWithin, TimeProvider clock) : DelegatingHandler
{
    /// <returns>The head of the answer. How long the rest may take is not limited here.</returns>
    /// <exception cref="TimeoutException">No answer has begun in time. Sending the request counts.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(answerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (Exception exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer has begun within {answerWithin}.", exception);
        }
    }
}
