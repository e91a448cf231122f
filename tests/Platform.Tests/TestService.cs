using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TicketBooking.Platform.Tests;

/// <summary>A service made of nothing but Platform, listening on a free port.</summary>
public sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<TestService> StartAsync(Action<WebApplication> map, params (string Key, string Value)[] settings) =>
        StartAsync(static _ => { }, map, settings);

    public static async Task<TestService> StartAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0"), .. settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))]);
        builder.AddServiceDefaults();
        AddValidation(builder);
        add(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        map(app);
        await app.StartAsync();
        return new TestService(app);
    }

    /// <summary>Here only: the generator behind it bears one call in a project.</summary>
    public static void AddValidation(WebApplicationBuilder builder) => builder.Services.AddValidation();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

public sealed record TestBody([property: Required, Length(2, 5)] string Name, [property: Range(1, 9)] int SeatCount);

public sealed record TestMessage(string Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TestMessage))]
public sealed partial class TestJson : JsonSerializerContext;
