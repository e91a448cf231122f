using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class InstanceTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task Calls_go_round_the_instances_of_an_app_and_past_one_that_is_gone()
    {
        await using var one = await TestApp.StartAsync([]);
        var two = await TestApp.StartAsync([]);
        one.On("/who", context => context.Response.WriteAsync("one"));
        two.On("/who", context => context.Response.WriteAsync("two"));
        await using var sidecar = await EmbeddedSidecar.StartAsync(postgres, ("app", one.Port), ("app", two.Port), ("caller", 0));
        using var http = sidecar.HttpOf("caller");

        var both = await AskAsync(http);
        await two.DisposeAsync();
        var rest = await AskAsync(http);

        Assert.Equal(["one", "two"], both.Distinct().Order());
        Assert.Equal(["one"], rest.Distinct());
    }

    private static async Task<List<string>> AskAsync(HttpClient http)
    {
        var answers = new List<string>();
        for (var n = 0; n < 6; n++)
        {
            answers.Add(await http.GetStringAsync("/v1.0/invoke/app/method/who"));
        }

        return answers;
    }
}
