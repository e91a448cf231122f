using TicketBooking.Gateway.Limits;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

public sealed class OpenFilesTests
{
    private const string Head = "Limit                     Soft Limit           Hard Limit           Units     ";

    [Theory]
    [InlineData("Max open files            20000                20000                files     ", 20_000)]
    [InlineData("Max open files            1073741816           1073741816           files     ", 1_073_741_816)]
    [InlineData("Max open files            9999999999           9999999999           files     ", int.MaxValue)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    public void The_soft_limit_is_read_as_Linux_writes_it(string line, int? limit) =>
        Assert.Equal(limit, OpenFiles.LimitIn([Head, "Max processes             96365                96365                processes ", line]));

    [Fact]
    public void This_process_has_one() => Assert.True(OpenFiles.Limit is null or > 100);

    [Theory]
    [InlineData(30_000, 20_000, 10_000)]
    [InlineData(30_000, 1_048_576, 30_000)]
    [InlineData(30_000, null, 30_000)]
    public void Connections_leave_half_of_the_files_to_what_the_gateway_opens_itself(int wanted, int? files, int most) =>
        Assert.Equal(most, OpenFiles.MostConnections(wanted, files));
}
