using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Dapr.Client.Autogen.Grpc.v1;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

[Collection(TargetGroup.Name)]
public sealed class StateConformance(TargetFixture fixture)
{
    private const string Store = $"/v1.0/state/{ConformanceTarget.StateStore}";
    private readonly string _key = $"key-{Guid.CreateVersion7()}";

    private HttpClient Http => fixture.Target.Http;

    private GrpcApi Grpc => fixture.Target.Grpc;

    [Fact]
    public async Task What_is_saved_is_read_and_what_is_deleted_is_gone()
    {
        Assert.Equal(HttpStatusCode.NoContent, await SaveAsync(new { key = _key, value = new { seat = "A12" } }));

        using var read = await Http.GetAsync($"{Store}/{_key}");
        Assert.Equal("""{"seat":"A12"}""", await read.Content.ReadAsStringAsync());
        Assert.NotEmpty(read.Headers.GetValues("ETag"));

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(null));
        Assert.Equal(HttpStatusCode.NoContent, (await Http.GetAsync($"{Store}/{_key}")).StatusCode);
    }

    [Fact]
    public async Task An_old_etag_is_refused_over_http_and_grpc()
    {
        await SaveAsync(new { key = _key, value = 1 });
        var seen = await ETagAsync();
        await SaveAsync(new { key = _key, value = 2 });

        Assert.Equal(HttpStatusCode.Conflict, await SaveAsync(new { key = _key, value = 3, etag = seen }));
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(seen));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => SaveOverGrpcAsync("4", new Etag { Value = seen }));
        Assert.Equal(StatusCode.Aborted, refusal.StatusCode);
        await SaveOverGrpcAsync("5", new Etag { Value = await ETagAsync() });
        Assert.Equal("5", (await GetOverGrpcAsync()).Data.ToStringUtf8());
    }

    [Fact]
    public async Task Of_many_who_write_with_the_same_etag_one_wins()
    {
        await SaveAsync(new { key = _key, value = 0 });
        var etag = await ETagAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(n => SaveAsync(new { key = _key, value = n, etag })));

        Assert.Single(answers, HttpStatusCode.NoContent);
        Assert.Equal(9, answers.Count(a => a == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task An_etag_that_is_not_one_is_a_bad_request()
    {
        await SaveAsync(new { key = _key, value = 1 });

        Assert.Equal(HttpStatusCode.BadRequest, await SaveAsync(new { key = _key, value = 2, etag = "rubbish" }));
    }

    [Fact]
    public async Task A_transaction_is_all_or_nothing()
    {
        await SaveAsync(new { key = _key, value = 1 });

        await Assert.ThrowsAsync<RpcException>(() => TransactAsync("1000000000"));
        Assert.Equal(HttpStatusCode.NoContent, (await Http.GetAsync($"{Store}/{_key}-other")).StatusCode);
        await TransactAsync(await ETagAsync());

        Assert.Equal("\"new\"", await Http.GetStringAsync($"{Store}/{_key}-other"));
        Assert.Equal("2", await Http.GetStringAsync($"{Store}/{_key}"));
    }

    [Fact]
    public async Task A_bulk_read_names_every_key()
    {
        await SaveAsync(new { key = _key, value = 7 });

        var call = new GetBulkStateRequest { StoreName = ConformanceTarget.StateStore };
        call.Keys.Add([_key, _key + "-missing"]);
        var items = (await Grpc.Dapr.GetBulkStateAsync(call)).Items.ToDictionary(i => i.Key);

        Assert.Equal("7", items[_key].Data.ToStringUtf8());
        Assert.Empty(items[_key + "-missing"].Data);
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task A_value_with_a_time_to_live_is_there_and_a_negative_one_never_ends()
    {
        await SaveAsync(new { key = _key, value = 1, metadata = new { ttlInSeconds = "1000" } });
        await SaveAsync(new { key = _key + "-ever", value = 1, metadata = new { ttlInSeconds = "-1" } });

        Assert.Equal("1", await Http.GetStringAsync($"{Store}/{_key}"));
        Assert.Equal("1", await Http.GetStringAsync($"{Store}/{_key}-ever"));
    }

    [Fact]
    public async Task A_missing_key_is_empty_over_grpc()
    {
        var answer = await GetOverGrpcAsync();

        Assert.Empty(answer.Data);
        Assert.Empty(answer.Etag);
    }

    [Fact]
    public async Task An_unknown_store_is_a_bad_request()
    {
        using var answer = await Http.GetAsync($"/v1.0/state/nowhere/{_key}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("ERR_STATE_STORE_NOT_FOUND", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString());
    }

    private async Task<HttpStatusCode> SaveAsync(object item)
    {
        using var answer = await Http.PostAsJsonAsync(Store, new[] { item });
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> DeleteAsync(string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Store}/{_key}");
        request.Headers.TryAddWithoutValidation("If-Match", etag);
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<string> ETagAsync()
    {
        using var answer = await Http.GetAsync($"{Store}/{_key}");
        return answer.Headers.NonValidated["ETag"].Single();
    }

    /// <summary>Two writes, the second one on a condition.</summary>
    private async Task TransactAsync(string etag)
    {
        var call = new ExecuteStateTransactionRequest { StoreName = ConformanceTarget.StateStore };
        call.Operations.Add(Upsert(new StateItem { Key = _key + "-other", Value = ByteString.CopyFromUtf8("\"new\"") }));
        call.Operations.Add(Upsert(new StateItem { Key = _key, Value = ByteString.CopyFromUtf8("2"), Etag = new Etag { Value = etag } }));
        await Grpc.Dapr.ExecuteStateTransactionAsync(call);

        static TransactionalStateOperation Upsert(StateItem item) => new() { OperationType = "upsert", Request = item };
    }

    private async Task SaveOverGrpcAsync(string value, Etag etag)
    {
        var call = new SaveStateRequest { StoreName = ConformanceTarget.StateStore };
        call.States.Add(new StateItem { Key = _key, Value = ByteString.CopyFromUtf8(value), Etag = etag });
        await Grpc.Dapr.SaveStateAsync(call);
    }

    private async Task<GetStateResponse> GetOverGrpcAsync() =>
        await Grpc.Dapr.GetStateAsync(new GetStateRequest { StoreName = ConformanceTarget.StateStore, Key = _key });
}
