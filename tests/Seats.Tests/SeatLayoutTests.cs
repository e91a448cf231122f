using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
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
    public void Row_letters_are_read_back() =>
        Assert.All(Enumerable.Range(0, SeatLayout.MaxSeats), row => Assert.Equal(row, RowLetters.Parse(RowLetters.Of(row))));

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

    /// <summary>Both services derive these ids, and tables hold them: they must never change.</summary>
    [Fact]
    public void The_ids_of_a_layout_are_these_for_ever()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 2), Sample.Section("Balcony", 1, 1), Sample.Section("Loge – ü", 1, 1));

        Assert.Equal(
            [
                "cf2ecc58-d423-8a35-8fc5-bc3f605ca7a0 Stalls/A1",
                "872b7bdc-2a63-8130-a68a-46a09d6bc62d Stalls/A2",
                "f1e9c4ac-32cb-85c1-b0f6-7b92e9d635db Stalls/B1",
                "03c6c5b5-c8df-87f1-91ae-32be296c46fb Stalls/B2",
                "53acaec0-7b52-8c4d-99c9-47130f822ae3 Balcony/A1",
                "bef389d9-ee90-842b-a868-ea6d8b22691e Loge – ü/A1",
            ],
            Layout(message with { EventId = Guid.Parse("0199d3c4-5b1e-7c3a-9f00-000000000001") }).Seats().Select(seat => $"{seat.Id} {seat.SeatNumber}"));
    }

    [Fact]
    public void A_seat_is_the_same_by_position_as_in_the_whole()
    {
        var layout = Layout(Sample.Event(Sample.Section("Stalls", 28, 3, 4500, "AB3"), Sample.Section("Balcony", 1, 1), Sample.Section("Gallery", 3, 2, 1, "C2")));

        Assert.Equal(layout.Seats(), Enumerable.Range(0, layout.SeatCount).Select(layout.SeatAt));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.SeatAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.SeatAt(layout.SeatCount));
    }

    [Fact]
    public void Labels_that_are_no_seat_of_the_section_make_no_seat_accessible()
    {
        var layout = Layout(Sample.Event(Sample.Section("Stalls", 1, 2, 4500, "A3", "B1", "a1", "A01", "", "A2"), Sample.Section("Balcony", 1, 2)));

        Assert.Equal(["Stalls/A2"], layout.Seats().Where(seat => seat.Accessible).Select(seat => seat.SeatNumber));
        Assert.Equal(1, layout.AccessibleCount);
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
