using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>What makes a review list and its decisions unusable.</summary>
public sealed class ReviewTests : IDisposable
{
    private readonly RemediationBench bench = new();
    private readonly Amigov amigov = new();

    public void Dispose() => amigov.Dispose();

    [Theory]
    [InlineData(" ", "SEC-1", "`approved_by`")]
    [InlineData("security-lead", "\u200b", "`ticket`")]
    [InlineData("\u3164\u00a0", "\u2800\t", "`approved_by`, `ticket`")]
    public async Task An_approval_that_nobody_sees_is_none(string approvedBy, string ticket, string missing)
    {
        var list = new ReviewList([RemediationBench.List.Images[0] with { ApprovedBy = approvedBy, Ticket = ticket }]);
        var planning = new PlanRemediation(bench.Sharing, [], new(2026, 1, 3));
        var plan = await planning.Run(list, bench.Bag, TestContext.Current.CancellationToken);
        Assert.Equal((0, 1), (plan.Steps.Length, plan.Faulty));
        var finding = Assert.Single(bench.Bag.ToSorted());
        Assert.Equal("AMI1011", finding.Code);
        Assert.EndsWith($"the decision lacks {missing}", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "format_version": "1.0" }""", "`images`")]
    [InlineData("""{ "images": [] }""", "`format_version`")]
    [InlineData("{}", "`images`")]
    public void A_file_without_its_keys_is_no_list_in_which_nothing_is_to_do(string text, string key)
    {
        var bag = new DiagnosticBag();
        var read = ReviewListReader.Read(new SourceText("review", Encoding.UTF8.GetBytes(text)));
        read.ReportTo(bag);
        Assert.Null(read.IfSound);
        Assert.Contains(bag.ToSorted(), d => d.Message.Contains(key, StringComparison.Ordinal));
    }

    /// <summary>SQLite keeps any text in any column ("Datatypes In SQLite").</summary>
    [Fact]
    public void A_row_of_no_account_is_damage_and_no_bug()
    {
        using (var connection = amigov.Databases.Open("a.db", ImageInventorySchema.Schema, new DiagnosticBag()))
        {
            using var command = connection!.Command(
                """
                INSERT INTO scans VALUES
                  (1, '2026-01-02T00:00:00Z', '2026-01-02T00:01:00Z', 'public', 'o-abc123xyz0', 'arn:aws:iam::111122223333:role/audit');
                INSERT INTO coverage VALUES (1, '111122223333', 'eu-central-1', 'read', '', '2026-01-02T00:00:30Z');
                INSERT INTO images VALUES
                  ('zz', 'eu-central-1', 'ami-0123456789abcdef0', '111122223333', NULL, 'web-20260101', '', 'available', 1,
                    NULL, NULL, NULL, 0, '', NULL, NULL, 1, NULL, 'arm64');
                INSERT INTO findings VALUES ('zz', 'eu-central-1', 'ami-0123456789abcdef0', 'public', '', 1, NULL);
                """
            );
            command.ExecuteNonQuery();
        }
        var (code, _, error) = amigov.Run("images", "review", "--db", "a.db");
        Assert.Equal(ExitCodes.Errors, code);
        Assert.Contains("AMI0907", error, StringComparison.Ordinal);
        Assert.Contains("`zz`", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SEC-9876", "SEC-0000")]
    [InlineData("\"event\":\"done\"", "\"event\":\"made\"")]
    public void A_changed_last_line_without_its_end_is_no_line_that_a_killed_run_left(string was, string now)
    {
        bench.Remediate();
        var lines = Encoding.UTF8.GetString(bench.Files.Inner.Files[RemediationLog.Path]).TrimEnd('\n').Split('\n');
        lines[^1] = lines[^1].Replace(was, now, StringComparison.Ordinal);
        bench.Files.Inner.Files[RemediationLog.Path] = Encoding.UTF8.GetBytes(string.Join('\n', lines));

        var read = RemediationLog.Read(bench.Files);
        read.ReportTo(bench.Bag);
        Assert.Null(read.IfSound);
        Assert.Contains(bench.Bag.ToSorted(), d => d is { Code: "AMI1015", Severity: Severity.Error });
    }

    [Fact]
    public void A_line_that_a_killed_run_left_is_told()
    {
        bench.Remediate();
        var whole = bench.Files.Inner.Files[RemediationLog.Path];
        bench.Files.Inner.Files[RemediationLog.Path] = whole[..^20];

        var read = RemediationLog.Read(bench.Files);
        read.ReportTo(bench.Bag);
        Assert.NotNull(read.IfSound);
        var finding = Assert.Single(bench.Bag.ToSorted());
        Assert.Equal(("AMI1015", Severity.Warning), (finding.Code, finding.Severity));
        Assert.StartsWith("line 6 is cut off", finding.Message, StringComparison.Ordinal);
    }
}
