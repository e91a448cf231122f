using DotNet.Testcontainers.Configurations;
using Xunit;

namespace TicketBooking.Containers;

/// <summary>What runs containers, if this machine has it.</summary>
internal static class ContainerEngine
{
    /// <summary>Null when it answers. Found once.</summary>
    public static string? SkipReason { get; } =
        !OperatingSystem.IsLinux() ? "Containers share the network of this machine on Linux only."
        : TestcontainersSettings.OS.DockerEndpointAuthConfig is null ? "No container engine answers."
        : null;

    public static void SkipUnlessItAnswers() => Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
}
