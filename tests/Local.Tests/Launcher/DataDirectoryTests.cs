using TicketBooking.Launcher;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ticket-booking-test-").FullName;

    [Fact]
    public void Secrets_are_made_once_and_kept_for_their_owner_only()
    {
        var made = Secrets.LoadOrCreate(_directory);

        Assert.Equal(made, Secrets.LoadOrCreate(_directory));
        Assert.Equal(32, Convert.FromBase64String(made.KeyEncryptionKey).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory, "secrets.json")));
        }
    }

    [Fact]
    public void One_directory_has_one_system_at_a_time()
    {
        using (new DataLock(_directory))
        {
            Assert.Throws<UserException>(() => new DataLock(_directory));
        }

        new DataLock(_directory).Dispose();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
