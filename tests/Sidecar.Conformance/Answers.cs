namespace TicketBooking.Sidecar.Conformance;

/// <summary>What a subscriber may answer.</summary>
internal static class Answers
{
    public static RequestDelegate Code(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static RequestDelegate Status(string status) => context => context.Response.WriteAsJsonAsync(new { status });

    /// <summary>One answer after the other; the last one stays.</summary>
    public static RequestDelegate InTurn(params RequestDelegate[] answers)
    {
        var next = 0;
        return context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length) - 1](context);
    }
}
