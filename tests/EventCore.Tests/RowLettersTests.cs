using TicketBooking.Contracts.Layout;
using TicketBooking.EventCore.Domain;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class RowLettersTests
{
    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(51, "AZ")]
    [InlineData(52, "BA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    [InlineData(-1, "")]
    [InlineData(-1, "a")]
    [InlineData(-1, "A1")]
    [InlineData(-1, "ZZZZZZZZZZZZZZZZ")]
    public void Rows_are_lettered_like_spreadsheet_columns(int row, string letters) => Assert.Equal(row, RowLetters.Parse(letters));

    [Theory]
    [InlineData("A1", true)]
    [InlineData("AA10", true)]
    [InlineData("AA11", false)]
    [InlineData("AB1", false)]
    [InlineData("A0", false)]
    [InlineData("A01", false)]
    [InlineData("a1", false)]
    [InlineData("A", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    [InlineData("A-1", false)]
    [InlineData("A1 ", false)]
    [InlineData("A99999999999", false)]
    [InlineData("ZZZZZZZZZZZZZZZZ1", false)]
    public void A_section_knows_its_seats(string label, bool has) => Assert.Equal(has, new Section("Floor", 27, 10, []).Has(label));
}
