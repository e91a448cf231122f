namespace TicketBooking.Fuzzing;

/// <summary>The random decisions of one request, which its seed and number repeat.</summary>
internal sealed class Chance(int seed, int number)
{
    private readonly Random _random = new(unchecked((seed * 1_000_003) + number));

    /// <summary>A number from 0, less than <paramref name="end"/>.</summary>
    public int Below(int end) => _random.Next(end);

    public bool Percent(int percent) => _random.Next(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    public Guid Id() => new(Bytes(16));
}
