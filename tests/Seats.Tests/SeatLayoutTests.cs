using TicketBooking.Contracts;
using TicketBooking.Seats.Domain;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class SeatLayoutTests
{
    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(51, "AZ")]
    [InlineData(52, "BA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    [InlineData(199_999, "KIVH")]
    public void Rows_are_lettered_as_in_a_spreadsheet(int row, string letters) => Assert.Equal(letters, RowLetters.Of(row));

    [Fact]
    public void Row_letters_never_repeat() =>
        Assert.Equal(SeatLayout.MaxSeats, Enumerable.Range(0, SeatLayout.MaxSeats).Select(RowLetters.Of).Distinct().Count());

    [Fact]
    public void Every_row_has_all_its_seats_and_not_one_more()
    {
        var seats = Layout(Sample.Event(Sample.Section("Stalls", 3, 4))).Seats().ToList();

        Assert.Equal(
            ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4"], seats.Select(seat => seat.SeatNumber));
        Assert.Equal(Enumerable.Range(0, 12), seats.Select(seat => seat.Position));
    }

    [Fact]
    public void With_several_sections_seat_numbers_name_the_section_in_the_venues_order()
    {
        var seats = Layout(Sample.Event(Sample.Section("Stalls", 1, 2, 4500, "A2"), Sample.Section("Balcony", 2, 1, 2500, "B1"))).Seats().ToList();

        Assert.Equal(["Stalls/A1", "Stalls/A2", "Balcony/A1", "Balcony/B1"], seats.Select(seat => seat.SeatNumber));
        Assert.Equal([false, true, false, true], seats.Select(seat => seat.Accessible));
        Assert.Equal([4500, 4500, 2500, 2500], seats.Select(seat => seat.PriceMinor));
    }

    [Fact]
    public void An_id_is_made_of_event_section_row_and_number_and_of_nothing_else()
    {
        var eventId = Guid.Parse("0199d3c4-5b1e-7c3a-9f00-000000000001");

        Assert.Equal(Guid.Parse("cf2ecc58-d423-8a35-8fc5-bc3f605ca7a0"), SeatId.Of(eventId, "Stalls", "A", 1));
        Assert.Equal(5, new[]
        {
            SeatId.Of(eventId, "Stalls", "A", 11),
            SeatId.Of(eventId, "Stalls", "A", 1),
            SeatId.Of(eventId, "1/Stalls", "A", 1),
            SeatId.Of(eventId, "Stalls", "AA", 1),
            SeatId.Of(Guid.Empty, "Stalls", "A", 1),
        }.Distinct().Count());
    }

    [Fact]
    public void An_id_is_a_uuid_of_version_8()
    {
        foreach (var seat in Layout(Sample.Event(Sample.Section("Stalls", 40, 10))).Seats())
        {
            Assert.Equal(8, seat.Id.Version);
            Assert.InRange(seat.Id.Variant, 8, 11);
        }
    }

    [Fact]
    public void Invalid_sections_are_refused()
    {
        var refused = new[]
        {
            Sample.Event(),
            Sample.Event(Sample.Section("", 1, 1)),
            Sample.Event(Sample.Section("Stalls", 0, 1)),
            Sample.Event(Sample.Section("Stalls", 1, 0)),
            Sample.Event(Sample.Section("Stalls", -1, -1)),
            Sample.Event(Sample.Section("Stalls", 1, 1, priceMinor: -1)),
            Sample.Event(Sample.Section("Stalls", 1, 1), Sample.Section("Stalls", 1, 1)),
            Sample.Event(Sample.Section("Stalls", 200_001, 1)),
            Sample.Event(Sample.Section("Stalls", int.MaxValue, int.MaxValue)),
            Sample.Event(Sample.Section("Stalls", 1, 1)) with { EventId = Guid.Empty },
            Sample.Event(Sample.Section("Stalls", 1, 1)) with { Currency = "eur" },
            Sample.Event(Sample.Section("Stalls", 1, 1)) with { Sections = null! },
            Sample.Event(Sample.Section("Stalls", 1, 1)) with { Sections = [null!] },
        };

        Assert.All(refused, message => Assert.NotNull(SeatLayout.Of(message).Refusal));
    }

    private static SeatLayout Layout(EventMessage message) => SeatLayout.Of(message).Layout!;
}
