using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>Adds <see cref="RequestQueues"/> to services that have a database.</summary>
internal static class RequestQueueSetup
{
    public static void AddRequestQueues(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RequestQueueOptions>().BindConfiguration(RequestQueueOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RequestQueues>();
    }

    public static void UseRequestQueues(this WebApplication app)
    {
        if (app.Services.GetService<RequestQueues>() is { } queues)
        {
            app.Use(queues.AnswerAsync);
        }
    }
}
