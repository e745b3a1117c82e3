using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>What was sent is recorded, and sent once.</summary>
public sealed partial class ReminderTests
{
    /// <summary>The exception of the sample ends on 2026-03-01.</summary>
    [Fact]
    public void Each_is_sent_once_and_the_next_on_its_day()
    {
        Assert.Equal(2, Run("2026-02-15").Result!.Sent.Length);
        Assert.Equal((0, 2), (Run("2026-02-15").Result!.Sent.Length, Run("2026-02-20").Result!.SentBefore));
        Assert.Equal(2, Run("2026-02-22").Result!.Sent.Length);
        // The run of three days before was missed.
        Assert.Equal(2, Run("2026-02-27").Result!.Sent.Length);
        Assert.Equal(2, Run("2026-02-28").Result!.Sent.Length);
        Assert.Equal(2, Run("2026-03-01").Result!.Sent.Length);
        Assert.Empty(Run("2026-03-09").Result!.Sent);
        Assert.Equal(10, channel.Taken.Count);
    }

    [Fact]
    public void A_new_end_has_reminders_of_its_own()
    {
        Run("2026-02-15");
        files.Files[Samples.ConfigPath] = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(files.Files[Samples.ConfigPath])
                .Replace("2026-03-01", "2026-03-10", StringComparison.Ordinal)
        );
        Assert.Empty(Run("2026-02-20").Result!.Sent);
        Assert.Equal(2, Run("2026-02-24").Result!.Sent.Length);
    }

    [Fact]
    public void What_is_not_taken_now_is_tried_again_and_holds_up_nothing_else()
    {
        var busy = new NotificationException("busy", isTransient: true);
        foreach (
            var outcome in new[] { busy, busy, null, new NotificationException("550 no such user", isTransient: false) }
        )
            channel.Outcomes.Enqueue(outcome);
        var (result, bag) = Run("2026-02-15");
        Assert.Equal("platform@company.com", Assert.Single(result!.Sent).Key.To);
        Assert.Equal("deputy@company.com", Assert.Single(result.Failed).Reminder.Key.To);
        Assert.Equal("AMI0640", Assert.Single(bag.ToSorted()).Code);
        // The next run sends what failed, and only that.
        Assert.Equal("deputy@company.com", Assert.Single(Run("2026-02-16").Result!.Sent).Key.To);
        Assert.Equal(["platform@company.com", "deputy@company.com"], channel.Taken);
    }

    [Fact]
    public void A_run_that_dies_between_sending_and_recording_repeats_that_one_alone()
    {
        Run("2026-02-15");
        var log = files.Files[ReminderLog.Path];
        // The second line was being written.
        files.Files[ReminderLog.Path] = log[..^10];
        Assert.Equal("deputy@company.com", Assert.Single(Run("2026-02-15").Result!.Sent).Key.To);
        Assert.Equal(log, files.Files[ReminderLog.Path]);
    }

    /// <summary>A channel with one recipient names none, and an entry may lack a ticket.</summary>
    [Theory]
    [InlineData("CLOUD-1", "mail", "alex@company.com")]
    [InlineData("CLOUD-1", "sns", "")]
    [InlineData("", "chat", "")]
    [InlineData("\"a\"\\\u001b ü", "issue", "17")]
    public void What_is_recorded_as_sent_is_read_back(string ticket, string channelName, string to)
    {
        var key = new ReminderKey(
            ticket,
            AccountId.Parse("123456789012"),
            new DateOnly(2026, 4, 3),
            7,
            channelName,
            to
        );
        var line = new SentReminder(key, DateTimeOffset.UnixEpoch).ToLine();
        var bag = new DiagnosticBag();
        Assert.Equal(
            key,
            Assert.Single(ReminderLog.Read(new SourceText("log", (byte[])[.. line, .. line]), bag)!.Sent)
        );
        Assert.False(bag.HasErrors);
    }

    [Fact]
    public void Without_a_record_nothing_more_is_sent()
    {
        Run("2026-02-14");
        files.FailWrites = true;
        var (result, bag) = Run("2026-02-15");
        Assert.Empty(result!.Sent);
        Assert.Single(channel.Taken);
        Assert.True(bag.HasErrors);
    }
}
