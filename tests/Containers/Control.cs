using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>Carries out the commands about parts that a suite gives with control.sh.</summary>
internal sealed class Control(IReadOnlyList<IPart> parts)
{
    public Task<LocalServer> ListenAsync() => LocalServer.StartAsync(app => app.MapPost("/", AnswerAsync));

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var (exitCode, answer) = await RunAsync((await reader.ReadToEndAsync(context.RequestAborted)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        context.Response.StatusCode = exitCode == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private async Task<(int ExitCode, string Answer)> RunAsync(string[] words)
    {
        switch (words)
        {
            case ["kill", var name] when Find(name) is { } part:
                await part.KillAsync();
                return (0, $"{name} killed");
            case ["restart", var name] when Find(name) is { } part:
                await part.KillAsync();
                await part.StartAsync();
                return (0, $"{name} restarted");
            case ["run", var name, .. var rest] when Find(name) is ProcessPart app:
                return await ServiceProcess.RunAsync(app.Command with { Arguments = [.. app.Command.Arguments, .. rest] });
            default:
                return (2, $"\"{string.Join(' ', words)}\" is none of: kill PART, restart PART, run APP WORD…; parts are {string.Join(' ', parts.Select(part => part.Name))}");
        }
    }

    private IPart? Find(string name) => parts.FirstOrDefault(part => part.Name == name);
}
