using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>`images query` is asked by people and by tools: whatever they write, nothing is changed anywhere.</summary>
public sealed class ReadOnlySqlTests : IDisposable
{
    private const string File = "inventory.db";

    private readonly Amigov amigov = new();

    public ReadOnlySqlTests()
    {
        using var connection = amigov.Databases.Open(File, ImageInventorySchema.Schema, new DiagnosticBag());
        using var command = connection!.Command(
            """
            INSERT INTO scans VALUES
              (1, '2026-01-02T00:00:00Z', '2026-01-02T00:01:00Z', 'full', 'o-abc123xyz0', 'arn:aws:iam::111122223333:role/audit');
            INSERT INTO coverage VALUES (1, '111122223333', 'eu-central-1', 'read', '', '2026-01-02T00:00:30Z');
            """
        );
        command.ExecuteNonQuery();
    }

    public void Dispose() => amigov.Dispose();

    private (int ExitCode, string Output, string Error) Ask(string sql) =>
        amigov.Run("images", "query", sql, "--db", File);

    [Theory]
    [InlineData("PRAGMA query_only=OFF; DELETE FROM coverage")]
    [InlineData("PRAGMA journal_mode=DELETE")]
    [InlineData("PRAGMA user_version=99")]
    [InlineData("DELETE FROM coverage")]
    [InlineData("DELETE FROM coverage RETURNING account")]
    [InlineData("SELECT 1; DELETE FROM coverage")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("CREATE TEMP TABLE x (y)")]
    [InlineData("ATTACH 'other.db' AS other")]
    [InlineData("VACUUM INTO 'other.db'")]
    [InlineData("VACUUM")]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("ANALYZE")]
    [InlineData("-- nothing")]
    [InlineData(";")]
    public void What_is_no_single_question_is_refused(string sql)
    {
        var before = Directory.GetFiles(Path.GetDirectoryName(amigov.Databases.FullPath(File))!).Order().ToList();
        var (code, output, error) = Ask(sql);
        Assert.Equal((ExitCodes.Errors, ""), (code, output));
        Assert.Contains("AMI1009", error, StringComparison.Ordinal);

        var after = Directory.GetFiles(Path.GetDirectoryName(amigov.Databases.FullPath(File))!).Order();
        Assert.Equal(before, after);
        Assert.Equal((ExitCodes.Done, "n\n1\n"), (Count().ExitCode, Count().Output));
    }

    private (int ExitCode, string Output, string Error) Count() =>
        amigov.Run("images", "query", "SELECT count(*) AS n FROM coverage", "--db", File, "-o", "csv");

    [Theory]
    [InlineData("SELECT account FROM coverage;")]
    [InlineData(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3) SELECT upper('a'), n FROM c -- three"
    )]
    [InlineData("SELECT sql FROM sqlite_schema ORDER BY name; /* the tables */ ")]
    [InlineData("VALUES (1)")]
    public void A_question_is_answered(string sql)
    {
        var (code, output, error) = Ask(sql);
        Assert.Equal((ExitCodes.Done, ""), (code, error));
        Assert.NotEmpty(output);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void Nothing_is_a_bad_command_line(string sql)
    {
        var (code, _, error) = Ask(sql);
        Assert.Equal(ExitCodes.BadCommandLine, code);
        Assert.Contains("there is nothing to ask", error, StringComparison.Ordinal);
    }
}
