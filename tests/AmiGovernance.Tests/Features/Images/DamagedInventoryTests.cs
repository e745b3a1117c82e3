using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>An inventory in which bits have changed is refused, or read for what it says; it is never a bug of ours.</summary>
public sealed class DamagedInventoryTests : IDisposable
{
    private const string File = "inventory.db";

    private static readonly string[][] Commands =
    [
        ["images", "list", "--db", File],
        ["images", "settings", "--db", File],
        ["images", "changes", "--db", File],
        ["images", "show", "ami-0123456789abcdef0", "--db", File],
        ["images", "query", "SELECT * FROM images", "--db", File],
        ["images", "find", "ubuntu", "--region", "eu-central-1", "--db", File],
        ["explain", "ami-0123456789abcdef0", "--db", File],
    ];

    private readonly Amigov amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);

    private string FullPath => amigov.Databases.FullPath(File);

    public void Dispose() => amigov.Dispose();

    private byte[] Write()
    {
        var bag = new DiagnosticBag();
        using (var connection = amigov.Databases.Open(File, ImageInventorySchema.Schema, bag))
        {
            Assert.NotNull(connection);
            using var command = connection.Command(
                """
                INSERT INTO scans VALUES (1, '2026-01-02T00:00:00Z', '2026-01-02T00:01:00Z', 'public', 'o-abc123xyz0', 'arn:aws:iam::111122223333:role/audit');
                INSERT INTO accounts VALUES ('111122223333', 'web', 'ACTIVE', 'r-ab12');
                INSERT INTO coverage VALUES (1, '111122223333', 'eu-central-1', 'read', '', '2026-01-02T00:00:30Z');
                INSERT INTO images VALUES ('111122223333', 'eu-central-1', 'ami-0123456789abcdef0', '111122223333', NULL, 'web-20260101', '', 'available', 1, '2026-01-01T00:00:00Z', NULL, NULL, 0, '', NULL, NULL, 1, NULL, 'arm64');
                INSERT INTO launch_permissions VALUES ('111122223333', 'eu-central-1', 'ami-0123456789abcdef0', 'group', 'all', 1, NULL);
                INSERT INTO settings VALUES ('111122223333', 'eu-central-1', 'block_public_access', 'unblocked', 'account', 1, NULL);
                INSERT INTO settings VALUES ('111122223333', 'eu-central-1', 'serial_console_access', 'disabled', 'account', 1, NULL);
                INSERT INTO findings VALUES ('111122223333', 'eu-central-1', 'ami-0123456789abcdef0', 'public', '', 1, NULL);
                PRAGMA wal_checkpoint(TRUNCATE);
                """
            );
            command.ExecuteNonQuery();
        }
        return System.IO.File.ReadAllBytes(FullPath);
    }

    [Fact]
    public void What_is_whole_is_read()
    {
        Write();
        // A scan for public images has not looked at settings, nor at private images.
        Assert.All(
            Commands,
            command => Assert.Equal(command[1] is "settings" or "find" ? 4 : 0, amigov.Run(command).ExitCode)
        );
    }

    /// <summary>SQLite keeps any text in any column ("Datatypes In SQLite").</summary>
    [Theory]
    [InlineData("created_at", "yesterday", "`yesterday` is no value of `created_at`")]
    [InlineData("deprecated_at", "2026-13-40T00:00:00Z", "`2026-13-40T00:00:00Z` is no value of `deprecated_at`")]
    [InlineData("owner", "12", "not an account id: 12")]
    public void A_value_that_is_none_is_named_with_its_image(string column, string value, string problem)
    {
        Write();
        using (var connection = amigov.Databases.Open(File, ImageInventorySchema.Schema, new DiagnosticBag()))
        {
            Assert.NotNull(connection);
            using var command = connection.Command($"UPDATE images SET {column} = $p0", value);
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        var (code, output, error) = amigov.Run("images", "find", "ubuntu", "--region", "eu-central-1", "--db", File);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(
            "the row of account `111122223333`, region `eu-central-1`, image_id `ami-0123456789abcdef0` is none that was saved",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_that_changed_are_no_bug()
    {
        var whole = Write();
        var refused = 0;
        for (var seed = 0; seed < TestScale.Samples(500); seed++)
        {
            var random = new Random(seed);
            foreach (var beside in Directory.GetFiles(Path.GetDirectoryName(FullPath)!))
                System.IO.File.Delete(beside);
            System.IO.File.WriteAllBytes(FullPath, Flipped(whole, random));
            var command = Commands[seed % Commands.Length];
            var (exitCode, _, error) = amigov.Run(command);
            Assert.True(exitCode is 0 or 1 or 4, $"seed {seed}, {string.Join(' ', command)}: {exitCode}\n{error}");
            if (exitCode != 1)
                continue;
            refused++;
            Assert.Contains("AMI", error, StringComparison.Ordinal);
            Assert.DoesNotContain("delete", error, StringComparison.Ordinal);
        }
        Assert.True(refused > 20, $"only {refused} were refused");
    }

    /// <summary>Most of a small database is empty; what is not is hit.</summary>
    private static byte[] Flipped(byte[] whole, Random random)
    {
        var flipped = whole.ToArray();
        for (var bits = random.Next(1, 4); bits > 0; bits--)
        {
            var at = random.Next(flipped.Length);
            while (flipped[at] == 0)
                at = (at + 1) % flipped.Length;
            flipped[at] ^= (byte)(1 << random.Next(8));
        }
        return flipped;
    }
}
