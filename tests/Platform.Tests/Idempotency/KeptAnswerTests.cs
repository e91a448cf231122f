using System.Net;
using Microsoft.Extensions.Options;
using Xunit;

namespace TicketBooking.Platform.Tests.Idempotency;

public sealed class KeptAnswerTests : IAsyncLifetime
{
    private ShopService _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await ShopService.StartAsync();

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_final_answer_is_kept(int status)
    {
        Answer(status);
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k");
        using var second = await user.PostAsync("k");

        Assert.Equal((status, status), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.Equal((true, 1), (second.IsReplayed(), _shop.Runs));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_answer_that_may_be_different_next_time_frees_the_key(int status)
    {
        Answer(status);
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k");
        using var second = await user.PostAsync("k");

        Assert.Equal((status, status), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.Equal((false, 2), (second.IsReplayed(), _shop.Runs));
    }

    [Fact]
    public async Task A_request_whose_handler_fails_may_run_again_at_once()
    {
        var handle = _shop.Handle;
        _shop.Handle = (run, context) => run == 1 ? throw new InvalidDataException("broken") : handle(run, context);
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k");
        using var second = await user.PostAsync("k");

        await first.AssertProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        Assert.Equal(2, await second.RunAsync());
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_is_sent_nevertheless()
    {
        var handle = _shop.Handle;
        _shop.Handle = async (run, context) =>
        {
            await _shop.SqlAsync<string>("ALTER TABLE tbl_idempotency_key RENAME TO tbl_away; SELECT ''");
            return await handle(run, context);
        };
        using var user = _shop.NewUser();

        using var answer = await user.PostAsync("k");

        Assert.Equal(1, await answer.RunAsync());
        Assert.Equal("k", await _shop.SqlAsync<string>("SELECT key FROM tbl_away WHERE status IS NULL"));
    }

    [Fact]
    public async Task A_request_without_a_token_uses_no_key()
    {
        using var user = _shop.NewUser();
        user.DefaultRequestHeaders.Authorization = null;

        using var answer = await user.PostAsync("k");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0L, await _shop.SqlAsync<long>("SELECT count(*) FROM tbl_idempotency_key"));
    }

    [Theory]
    [InlineData("LeaseSeconds", "0")]
    [InlineData("RetentionHours", "23")]
    public async Task A_setting_that_breaks_the_promise_stops_the_start(string setting, string value) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => ShopService.StartAsync(("Idempotency:" + setting, value)));

    private void Answer(int status) => _shop.Handle = (_, _) => Task.FromResult<IResult>(TypedResults.StatusCode(status));
}
