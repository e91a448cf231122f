namespace TicketBooking.Sdks.Tests;

/// <summary>How long a test waits for what must happen before it fails.</summary>
internal static class Patience
{
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60));

    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(60));
}
