using Xunit;

namespace TicketBooking.Testing;

/// <summary>Asks again until the answer is right: what other tasks and processes bring about is seen by its effect only.</summary>
public static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task IsTrueAsync(Func<Task<bool>> condition) => EqualsAsync(true, condition);

    public static Task IsTrueAsync(Func<bool> condition) => EqualsAsync(true, () => Task.FromResult(condition()));

    public static async Task EqualsAsync<T>(T expected, Func<Task<T>> actual) =>
        Assert.Equal(expected, await LastAsync(actual, last => Equals(expected, last)));

    /// <param name="whyNot">Null when it has come about, else what is missing.</param>
    public static async Task NothingIsMissingAsync(Func<Task<string?>> whyNot)
    {
        var missing = await LastAsync(whyNot, missing => missing is null);
        Assert.True(missing is null, missing);
    }

    /// <summary>Tries again after every <see cref="HttpRequestException"/>.</summary>
    public static Task SucceedsAsync(Func<Task> act) => GetAsync(
        async () =>
        {
            await act();
            return true;
        },
        isDone => isDone);

    /// <summary>The first answer that is right. An <see cref="HttpRequestException"/> is none: the part that would answer is being restarted.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var (answer, failure) = await LastAsync(() => TryAsync(ask), last => last.Failure is null && isRight(last.Answer!));
        Assert.True(failure is null && isRight(answer!), $"The last answer was {failure ?? answer?.ToString()}");
        return answer!;
    }

    private static async Task<T> LastAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        using var deadline = new CancellationTokenSource(Longest);
        using var pause = new PeriodicTimer(Pause);
        var last = await ask();
        while (!isRight(last) && !deadline.IsCancellationRequested && await pause.WaitForNextTickAsync(CancellationToken.None))
        {
            last = await ask();
        }

        return last;
    }

    private static async Task<(T? Answer, string? Failure)> TryAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return (await ask(), null);
        }
        catch (HttpRequestException exception)
        {
            return (default, exception.Message);
        }
    }
}
