using System.Numerics;

namespace TicketBooking.Booking.Domain;

/// <summary>A set of an event's seats: a bit for each position, so that a row is a few words.</summary>
internal sealed class SeatBits
{
    private const int BitsOfWord = 64;

    private readonly ulong[] _words;

    public SeatBits(int count)
        : this(new ulong[(count + BitsOfWord - 1) / BitsOfWord])
    {
    }

    private SeatBits(ulong[] words) => _words = words;

    public bool this[int position]
    {
        get => (_words[position / BitsOfWord] & Mask(position)) != 0;
        set => _words[position / BitsOfWord] = value
            ? _words[position / BitsOfWord] | Mask(position)
            : _words[position / BitsOfWord] & ~Mask(position);
    }

    /// <summary>Copies the set without what is in another one.</summary>
    public SeatBits Without(SeatBits other)
    {
        var rest = new ulong[_words.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = _words[i] & ~other._words[i];
        }

        return new SeatBits(rest);
    }

    /// <summary>Returns the positions of a row that are in the set.</summary>
    public IEnumerable<int> In(SeatRow row)
    {
        for (var position = NextIn(row.First, row.End); position < row.End; position = NextIn(position + 1, row.End))
        {
            yield return position;
        }
    }

    /// <summary>Returns the first position of the set from <paramref name="from"/> on; <paramref name="end"/> when there is none before it.</summary>
    public int NextIn(int from, int end) => Next(from, end, flip: 0);

    /// <summary>As <see cref="NextIn"/>, the first position that is not in the set.</summary>
    public int NextOut(int from, int end) => Next(from, end, flip: ulong.MaxValue);

    private static ulong Mask(int position) => 1UL << (position % BitsOfWord);

    private int Next(int from, int end, ulong flip)
    {
        for (var position = from; position < end; position += BitsOfWord - (position % BitsOfWord))
        {
            var word = (_words[position / BitsOfWord] ^ flip) >> (position % BitsOfWord);
            if (word != 0)
            {
                return Math.Min(end, position + BitOperations.TrailingZeroCount(word));
            }
        }

        return end;
    }
}
