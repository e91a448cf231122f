using Xunit;

namespace TicketBooking.Containers;

[Collection(nameof(OneMachine))]
public sealed class SuitesOnElasticsearch
{
    [Theory]
    [InlineData("Search.Tests")]
    public async Task A_suite_passes_on_Elasticsearch(string suite)
    {
        ContainerEngine.SkipUnlessItAnswers();
        await using var server = Servers.NewElasticsearch();
        await server.StartAsync();

        await SuiteProgram.PassesAsync(
            suite,
            [("SEARCH_ELASTICSEARCH", Servers.ElasticsearchAddress.AbsoluteUri)],
            // Skipped would mean that the server was not found.
            "-failSkips",
            "-namespace",
            "TicketBooking.Search.Tests.Elasticsearch");
    }
}
