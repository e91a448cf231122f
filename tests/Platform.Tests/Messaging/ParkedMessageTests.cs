using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Messaging;

public sealed class ParkedMessageTests : IAsyncLifetime
{
    private ThingService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ThingService.StartAsync();

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_message_whose_handler_fails_is_parked_holds_up_no_other_and_is_applied_when_the_cause_is_gone()
    {
        _service.Things.Failing["bad"] = true;

        Assert.Equal(
            ["SUCCESS", "SUCCESS", "SUCCESS"],
            await _service.DeliverAsync("single", ThingService.Change("one"), ThingService.Change("bad"), ThingService.Change("two")));

        Assert.Contains("two", Texts());
        Assert.StartsWith($"{ThingService.Single} parked InvalidDataException: bad fails", Assert.Single(await _service.ParkedAsync()), StringComparison.Ordinal);

        _service.Things.Failing.Clear();
        await Eventually.EqualsAsync(0, async () => (await _service.ParkedAsync()).Count);
        Assert.Contains("bad", Texts());
    }

    [Fact]
    public async Task A_message_that_waits_is_applied_as_soon_as_what_it_waits_for_is_announced()
    {
        _service.Things.Early["early"] = true;
        await _service.DeliverAsync("single", ThingService.Change("early"));
        // So late that only the announcement can explain that it is applied.
        await _service.Database.Command("UPDATE tbl_parked_message SET due_at = now() + interval '1 hour'").RunAsync(default);

        _service.Things.Early.Clear();
        await AnnounceAsync("other");
        Assert.Single(await _service.ParkedAsync());
        await AnnounceAsync("early");

        await Eventually.EqualsAsync(0, async () => (await _service.ParkedAsync()).Count);
        Assert.Equal(["early"], Texts());
    }

    [Fact]
    public async Task A_message_that_is_released_while_it_is_tried_stays_due()
    {
        await _service.Database.Command(
            """
            INSERT INTO tbl_parked_message (topic, message_id, body, error, waits_for, tries, due_at)
            VALUES ('elsewhere', 'tried', '', '', 'early', 20, now() + interval '1 min')
            """).RunAsync(default);
        var id = await _service.Database.Command("SELECT id FROM tbl_parked_message").ScalarAsync<long>(default);
        await using var connection = await _service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ParkedMessages.ReleaseAsync(transaction, "early", default);

        // The try ends when the release is committed; its outcome is from before.
        var postponed = ParkedMessageTable.PostponeAsync(
            _service.Database, [(id, new Outcome(OutcomeKind.NotYet, null, "early", "early"))], default);
        await transaction.CommitAsync();
        await postponed;

        await Eventually.EqualsAsync("elsewhere dead No handler hears its topic.", async () => Assert.Single(await _service.ParkedAsync()));
    }

    [Fact]
    public async Task The_same_message_is_parked_once_however_often_it_comes()
    {
        _service.Things.Early["early"] = true;
        var id = Guid.CreateVersion7();

        await _service.DeliverAsync("single", ThingService.Change("early", id: id), ThingService.Change("early", operation: "r", id: id));
        await _service.DeliverAsync("single", ThingService.Change("early", id: id));

        Assert.Single(await _service.ParkedAsync());
    }

    /// <summary>The words are kept to a length, whose end may be within a character of two halves.</summary>
    [Theory]
    [InlineData(1976)]
    [InlineData(1977)]
    [InlineData(1978)]
    public async Task A_message_is_parked_whatever_the_words_about_it_are(int before)
    {
        var text = new string('x', before) + "\U0001F3AB";
        _service.Things.Failing[text] = true;

        Assert.Equal(["SUCCESS", "SUCCESS"], await _service.DeliverAsync("single", ThingService.Change(text), ThingService.Change("next")));

        Assert.Equal(["next"], Texts());
        Assert.Single(await _service.ParkedAsync());
    }

    [Fact]
    public async Task A_message_that_fails_again_is_tried_ever_later()
    {
        _service.Things.Failing["bad"] = true;
        await _service.DeliverAsync("single", ThingService.Change("bad"));

        await Eventually.IsTrueAsync(() => _service.Database.Command(
            "SELECT tries >= 4 AND due_at - now() > interval '200 ms' FROM tbl_parked_message").ScalarAsync<bool>(default));
    }

    [Fact]
    public async Task Each_due_message_is_leased_by_one_instance_and_is_due_again_when_that_dies()
    {
        await _service.Database.Command(
            """
            INSERT INTO tbl_parked_message (topic, message_id, body, error, due_at)
            SELECT 'elsewhere', n::text, '', '', now() + interval '1 hour' FROM generate_series(1, 100) n
            """).RunAsync(default);
        await using var first = await _service.Database.OpenConnectionAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await transaction.Command("SELECT 1 FROM tbl_parked_message WHERE message_id::int <= 40 FOR UPDATE").RunAsync(default);
        await using var others = await _service.Database.OpenConnectionAsync();
        await others.Command("UPDATE tbl_parked_message SET due_at = now() - interval '1 s' WHERE message_id::int > 40").RunAsync(default);

        // The 40 are locked by an instance that is about to lease them; no other waits for it.
        await Eventually.EqualsAsync(60L, () => _service.Database.Command(
            "SELECT count(*) FROM tbl_parked_message WHERE due_at IS NULL AND error = 'No handler hears its topic.'").ScalarAsync<long>(default));
        await transaction.RollbackAsync();

        Assert.Equal(40L, await _service.Database.Command("SELECT count(*) FROM tbl_parked_message WHERE due_at IS NOT NULL").ScalarAsync<long>(default));
    }

    [Fact]
    public async Task A_dead_letter_that_can_be_read_is_applied_and_any_other_waits_for_an_operator()
    {
        var foreign = ThingService.Change("foreign", table: "tbl_foreign_outbox");

        Assert.Equal(
            ["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"],
            await _service.DeliverAsync("dead-letters", ThingService.Change("late"), "rubbish\0", "", foreign));

        await Eventually.EqualsAsync(3, async () => (await _service.ParkedAsync()).Count);
        Assert.Equal(["late"], Texts());
        Assert.All(await _service.ParkedAsync(), parked => Assert.StartsWith("event.deadletter.things dead ", parked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_readable_dead_letter_whose_payload_is_malformed_ends_as_dead()
    {
        await _service.DeliverAsync("dead-letters", """
            {"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"thing.made","payload":"[1]"},"source":{"table":"tbl_single_outbox"}}
            """);

        await Eventually.EqualsAsync(
            $"{ThingService.Single} dead Column payload is no TestMessage.", async () => Assert.Single(await _service.ParkedAsync()));
    }

    [Fact]
    public async Task An_operator_lists_messages_applies_one_again_and_gives_one_up()
    {
        await _service.DeliverAsync("dead-letters", "rubbish", "more rubbish");
        var ids = await _service.Database.Command("SELECT id FROM tbl_parked_message ORDER BY id").ListAsync(row => row.GetInt64(0), default);

        Assert.Equal(0, await CommandAsync("list"));
        Assert.Equal(0, await CommandAsync("show", $"{ids[0]}"));
        Assert.Equal(1, await CommandAsync("show", "999"));
        Assert.Equal(2, await CommandAsync("retry"));
        Assert.Equal(2, await CommandAsync("give-up", "--all", $"{ids[0]}"));
        Assert.Equal(1, await CommandAsync("give-up", "999"));
        Assert.Equal(0, await CommandAsync("give-up", $"{ids[0]}"));
        Assert.Single(await _service.ParkedAsync());

        Assert.Equal(0, await CommandAsync("retry", "--all"));
        await Eventually.EqualsAsync(
            "event.deadletter.things dead No handler hears its topic.", async () => Assert.Single(await _service.ParkedAsync()));
    }

    private Task<int> CommandAsync(params string[] words) => Commands.InvokeAsync(["messages", .. words], new MessagesCommand(_service.Services));

    private async Task AnnounceAsync(string what)
    {
        await using var connection = await _service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ParkedMessages.ReleaseAsync(transaction, what, default);
        await transaction.CommitAsync();
        _service.Parked.Wake();
    }

    private string[] Texts() => [.. _service.Things.Handled.Select(handled => handled.Split(' ')[0])];
}
