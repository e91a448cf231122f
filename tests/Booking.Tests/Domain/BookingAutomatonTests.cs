using TicketBooking.Booking.Domain;
using Xunit;
using static TicketBooking.Booking.Domain.BookingInput;
using static TicketBooking.Booking.Domain.BookingStatus;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class BookingAutomatonTests
{
    /// <summary>The whole table of docs/payments.md; what is not here changes nothing.</summary>
    private static readonly Dictionary<(BookingStatus, BookingInput), Transition> Table = new()
    {
        [(Held, PaymentStarted)] = new(PendingPayment, SeatEffect.HoldForPayment),
        [(Held, ReleasedByBuyer)] = new(Released, SeatEffect.Free),
        [(Held, HoldEnded)] = new(Expired, SeatEffect.Free),
        [(Held, PaidWithSeats)] = new(Confirmed, SeatEffect.Book),
        [(Held, PaidWithoutSeats)] = new(RefundPending, SeatEffect.Free, true),
        [(PendingPayment, PaymentNotStarted)] = new(Held, SeatEffect.Hold),
        [(PendingPayment, PaymentTimeEnded)] = new(Expired, SeatEffect.Free),
        [(PendingPayment, CardsUsedUp)] = new(PaymentFailed, SeatEffect.Free),
        [(PendingPayment, PaidWithSeats)] = new(Confirmed, SeatEffect.Book),
        [(PendingPayment, PaidWithoutSeats)] = new(RefundPending, SeatEffect.Free, true),
        [(Released, PaidWithSeats)] = new(Confirmed, SeatEffect.Book),
        [(Released, PaidWithoutSeats)] = new(RefundPending, SeatEffect.Free, true),
        [(Expired, PaidWithSeats)] = new(Confirmed, SeatEffect.Book),
        [(Expired, PaidWithoutSeats)] = new(RefundPending, SeatEffect.Free, true),
        [(PaymentFailed, PaidWithSeats)] = new(Confirmed, SeatEffect.Book),
        [(PaymentFailed, PaidWithoutSeats)] = new(RefundPending, SeatEffect.Free, true),
        [(Confirmed, PaidWithSeats)] = new(Confirmed, SeatEffect.None, true),
        [(Confirmed, PaidWithoutSeats)] = new(Confirmed, SeatEffect.None, true),
        [(RefundPending, PaidWithSeats)] = new(RefundPending, SeatEffect.None, true),
        [(RefundPending, PaidWithoutSeats)] = new(RefundPending, SeatEffect.None, true),
        [(RefundPending, RefundMade)] = new(Refunded, SeatEffect.None),
        [(RefundPending, RefundRefused)] = new(RefundBlocked, SeatEffect.None),
        [(RefundBlocked, RefundMade)] = new(Refunded, SeatEffect.None),
        [(RefundBlocked, RefundOwed)] = new(RefundPending, SeatEffect.None),
        [(RefundBlocked, PaidWithSeats)] = new(RefundPending, SeatEffect.None, true),
        [(RefundBlocked, PaidWithoutSeats)] = new(RefundPending, SeatEffect.None, true),
        [(Refunded, RefundRefused)] = new(RefundBlocked, SeatEffect.None),
        [(Refunded, RefundOwed)] = new(RefundPending, SeatEffect.None),
        [(Confirmed, MoneyReturned)] = new(Refunded, SeatEffect.Free),
        [(Confirmed, MoneyReturnedMoreOwed)] = new(RefundPending, SeatEffect.Free),
        [(Held, Cancelled)] = new(Released, SeatEffect.Free),
        [(PendingPayment, CancelledUnpaid)] = new(Released, SeatEffect.Free),
        [(Confirmed, CancelledFree)] = new(Released, SeatEffect.Free),
        [(Confirmed, Cancelled)] = new(RefundPending, SeatEffect.Free, true),
        [(Refunded, PaidWithSeats)] = new(RefundPending, SeatEffect.None, true),
        [(Refunded, PaidWithoutSeats)] = new(RefundPending, SeatEffect.None, true),
    };

    public static TheoryData<int, int> EveryCell()
    {
        var cells = new TheoryData<int, int>();
        foreach (var status in Enum.GetValues<BookingStatus>())
        {
            foreach (var input in Enum.GetValues<BookingInput>())
            {
                cells.Add((int)status, (int)input);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void Every_status_answers_every_input_as_the_table_says(int status, int input)
    {
        var cell = ((BookingStatus)status, (BookingInput)input);

        Assert.Equal(Table.GetValueOrDefault(cell), BookingAutomaton.Decide(cell.Item1, cell.Item2));
    }

    [Fact]
    public void In_every_sequence_of_six_inputs_money_buys_the_seats_once_or_goes_back()
    {
        var sequences = 0;
        Explore(new World(Held, [false, false], Bought: 0, Returning: 0, Arrived: 0, Cancelled: false), depth: 6, ref sequences);

        Assert.True(sequences > 100_000, $"Only {sequences} sequences were tried.");
    }

    private static void Explore(World world, int depth, ref int sequences)
    {
        sequences++;
        Assert.Equal(world.Arrived, world.Bought + world.Returning);
        Assert.True(world.Bought <= 1, "Seats were sold twice.");
        Assert.Equal(world.Status == Confirmed, world.Bought == 1);
        Assert.False(world is { Cancelled: true, Status: Confirmed }, "A cancelled booking was confirmed.");
        if (depth == 0)
        {
            return;
        }

        // A booking with attempts to pay it is not free.
        foreach (var input in Enum.GetValues<BookingInput>().Where(input => input != CancelledFree))
        {
            if (input is not (PaidWithSeats or PaidWithoutSeats))
            {
                // What changes nothing leads to no other world.
                if (input == Cancelled || BookingAutomaton.Decide(world.Status, input) is not null)
                {
                    Explore(world.After(input), depth - 1, ref sequences);
                }

                continue;
            }

            for (var attempt = 0; attempt < world.Accounted.Length; attempt++)
            {
                Explore(world.AfterMoneyOf(attempt, input), depth - 1, ref sequences);
            }
        }
    }

    /// <summary>A booking and where the money of its two payment attempts is. Hearing of the same money twice is screened, as in production.</summary>
    private sealed record World(BookingStatus Status, bool[] Accounted, int Bought, int Returning, int Arrived, bool Cancelled)
    {
        public World After(BookingInput input)
        {
            var transition = BookingAutomaton.Decide(Status, input);
            var returned = Status == Confirmed && transition is not null ? 1 : 0;
            return this with
            {
                Status = transition?.To ?? Status,
                Bought = Bought - returned,
                Returning = Returning + returned,
                Cancelled = Cancelled || (input == BookingInput.Cancelled && BookingAutomaton.IsLive(Status)),
            };
        }

        public World AfterMoneyOf(int attempt, BookingInput input)
        {
            if (Accounted[attempt])
            {
                return this;
            }

            var transition = BookingAutomaton.Decide(Status, BookingAutomaton.InputOfMoney(input == PaidWithSeats, Cancelled));
            bool[] accounted = [.. Accounted];
            accounted[attempt] = transition is not null;
            return this with
            {
                Status = transition?.To ?? Status,
                Accounted = accounted,
                Arrived = Arrived + 1,
                Bought = Bought + (transition is { Seats: SeatEffect.Book } ? 1 : 0),
                Returning = Returning + (transition is { Refund: true } ? 1 : 0),
            };
        }
    }
}
