using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Tests.Features.Exceptions;

/// <summary>Records that cannot be read, or that somebody wrote by hand.</summary>
public sealed class HandMadeRecordTests : CommandBench
{
    private const string Broken = $"requests/{Ticket}/2026-01-01T000000Z-rejected-security-lead.json";

    [Fact]
    public async Task A_request_beside_a_record_that_cannot_be_read_is_not_written()
    {
        Write(Broken, "{");
        var (head, count) = (git.Branches["main"], files.Files.Count);
        await Assert.ThrowsAnyAsync<Exception>(() => Request());
        Assert.EndsWith("nothing was written\n", error.ToString(), StringComparison.Ordinal);
        Assert.Equal((head, count), (git.Branches["main"], files.Files.Count));
    }

    [Fact]
    public async Task What_is_implemented_is_not_replaced_because_a_record_cannot_be_read()
    {
        await Implemented();
        Write(Broken, "{");
        var request = files.Files[$"requests/{Ticket}.json"];
        var replace = Arguments(new RequestDraft()) with { Replace = true, From = "form.txt" };
        Write("form.txt", Encoding.UTF8.GetString(request));
        var head = git.Branches["main"];
        Assert.Equal(ExitCodes.Errors, await RequestCommand.Run(Context(), replace, Cancel));
        Assert.Contains(Broken, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(head, git.Branches["main"]);
    }

    [Fact]
    public async Task An_extension_that_was_committed_is_told_of_whatever_lies_beside_it()
    {
        await Implemented();
        Write(Broken, "{");
        Extend(10);
        Assert.Contains("✓ commit", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The one who commits sets the clock; when the target branch had it is nobody's word.</summary>
    [Theory]
    [InlineData("2026-01-05", "2026-03-20", ExitCodes.Errors)]
    [InlineData("2026-01-05", "2026-01-05", ExitCodes.Done)]
    public async Task A_revocation_that_is_dated_back_gives_no_time_back(string dated, string merged, int decided)
    {
        await Implemented();
        now = At(dated);
        git.Author = new GitIdentity("Pat", "pat@company.com");
        await RemoveCommands.Revoke(Context(), new RevokeArguments(Ticket, "moved", Proposal), Cancel);
        now = At(merged);
        foreach (var (path, bytes) in git.FilesAt(git.Branches["exception/CLOUD-1234-revoke-account-123456789012"]))
            files.Files[path] = bytes;
        git.CommitAll("Merge");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        now = now.AddDays(1);
        git.Author = new GitIdentity("Alex Kim", "alex@company.com");
        var tooLong = decided == ExitCodes.Errors;
        Assert.Equal((decided, tooLong), await AskedAnew());

        // Whoever writes the file by hand gets no further.
        if (tooLong)
            WriteByHand("CLOUD-1300", days: 60);
        error.GetStringBuilder().Clear();
        var exit = Decide("Sam Rivera", "sam@company.com", "security-lead", "fine", ticket: "CLOUD-1300");
        Assert.Equal((decided, tooLong), (exit, IsTooLong()));
    }

    private async Task<(int Exit, bool IsTooLong)> AskedAnew()
    {
        var request = Encoding.UTF8.GetString(files.Files[$"requests/{Ticket}.json"]);
        Write("form.json", OfTicket(request, "CLOUD-1300", days: 60));
        var arguments = Arguments(new RequestDraft()) with { Ticket = "CLOUD-1300", From = "form.json" };
        var exit = await RequestCommand.Run(Context(), arguments, Cancel);
        files.Files.Remove("form.json");
        return (exit, IsTooLong());
    }

    private bool IsTooLong() => error.ToString().Contains("AMI0601", StringComparison.Ordinal);

    private void WriteByHand(string ticket, int days)
    {
        var request = Encoding.UTF8.GetString(files.Files[$"requests/{Ticket}.json"]);
        Write($"requests/{ticket}.json", OfTicket(request, ticket, days));
        git.CommitAll("by hand");
    }

    private static string OfTicket(string request, string ticket, int days) =>
        request
            .Replace($"\"{Ticket}\"", $"\"{ticket}\"", StringComparison.Ordinal)
            .Replace("\"duration_days\": 70", $"\"duration_days\": {days}", StringComparison.Ordinal);

    private static DateTimeOffset At(string day) =>
        new(DateOnly.Parse(day, CultureInfo.InvariantCulture), new TimeOnly(12, 0), TimeSpan.Zero);
}
