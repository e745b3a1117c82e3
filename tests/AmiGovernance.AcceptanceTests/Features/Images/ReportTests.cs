using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Mail;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>Reports over SMTP, as a mail server takes them.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly SmtpSink sink = new();
    private readonly Amigov amigov = new() { Mailer = new SmtpMailer(TimeProvider.System) };
    private readonly SandboxWorld world;

    public ReportTests()
    {
        world = WorldGenerator.Create(new WorldSize(9, 1, 2), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        amigov.Dispose();
        sink.Dispose();
    }

    private void Week(params string[] options)
    {
        amigov.Now = amigov.Now.AddDays(7);
        Assert.True(amigov.Run(["images", "scan", "--depth", "images", .. options]).ExitCode is 0 or 4);
    }

    private (int ExitCode, string Out, string Error) Report(params string[] to) =>
        amigov.Run([
            "images",
            "report",
            "--mail-from",
            "ami@company.com",
            "--mail-server",
            $"127.0.0.1:{sink.Port}",
            "--mail-security",
            "none",
            .. to.SelectMany(t => new[] { "--mail-to", t }),
        ]);

    private void Put(int number, string account = WorldGenerator.Observability, bool isPublic = true) =>
        world.Ec2.Put(
            new SandboxImage(
                ImageId.Parse($"ami-{number:x17}"),
                RegionName.Parse("us-east-1"),
                AccountId.Parse(account),
                $"image-{number}",
                world.Now
            )
            {
                LaunchPermissions = isPublic ? [LaunchPermission.Public] : [],
            }
        );

    [Theory]
    [InlineData("public", "public", 0)]
    [InlineData("public", "shared_outside", 4)]
    [InlineData("public", "public_snapshot", 4)]
    [InlineData("images", "public_snapshot", 0)]
    [InlineData("images", "shared_outside", 4)]
    [InlineData("full", "shared_outside", 0)]
    public void What_a_scan_does_not_look_for_is_not_passed(string depth, string kind, int expected)
    {
        foreach (var image in world.Ec2.Images.ToList())
            world.Ec2.Put(image with { LaunchPermissions = [] });
        var (code, output, error) = amigov.Run("images", "scan", "--depth", depth, "--fail-on", kind);
        Assert.True(code == expected, $"{code}: {output}{error}");
        Assert.Equal(expected == 4, error.Contains("did not look so closely", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void The_first_and_the_last_day_are_days_to_compare_with(string day)
    {
        Week();
        Assert.Equal(0, amigov.Run("images", "changes", "--since", day).ExitCode);
    }

    [Fact]
    public void Each_recipient_is_told_what_changed_once_and_nothing_when_nothing_did()
    {
        Put(1);
        Week();
        Assert.Equal(0, Report("security@company.com").ExitCode);
        Assert.Contains("everything that is worth a warning", Assert.Single(sink.Mails).Text, StringComparison.Ordinal);
        Assert.Contains("ami-00000000000000001 (image-1): public", sink.Mails[0].Text, StringComparison.Ordinal);

        Report("security@company.com");
        Week();
        var quiet = Report("security@company.com");
        Assert.Equal((0, ""), (quiet.ExitCode, quiet.Out));
        Assert.Single(sink.Mails);

        Put(1, isPublic: false);
        Put(2);
        Week();
        Report("security@company.com", "platform@company.com");
        Assert.Equal(
            ["security@company.com", "security@company.com", "platform@company.com"],
            sink.Mails.Select(m => m.To)
        );
        Assert.Contains(
            "Subject: Images of o-a1b2c3d4e5: 1 image newly public, 1 other change",
            sink.Mails[1].Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Not so any more (1):\n  777788889999 observability-poc us-east-1 ami-00000000000000001 (image-1): public",
            sink.Mails[1].Text,
            StringComparison.Ordinal
        );
        // Who is new is told everything.
        Assert.Contains("block_public_access", sink.Mails[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_taken_is_sent_by_the_next_run()
    {
        Put(1);
        Week();
        sink.RecipientAnswers.Enqueue("550 no such user");
        var (exit, _, error) = Report("security@company.com", "platform@company.com");
        Assert.Equal(1, exit);
        Assert.Contains("AMI1018", error, StringComparison.Ordinal);
        Assert.Equal(["platform@company.com"], sink.Mails.Select(m => m.To));
        Assert.Equal(0, Report("security@company.com", "platform@company.com").ExitCode);
        Assert.Equal(["platform@company.com", "security@company.com"], sink.Mails.Select(m => m.To));
    }

    /// <summary>What a scan brings when it goes on bears the number of a scan that was told already.</summary>
    [Fact]
    public void What_was_read_after_the_report_of_its_scan_is_told_by_the_next()
    {
        Put(1, WorldGenerator.LogArchive);
        Week();
        Report("security@company.com");
        Put(1, WorldGenerator.LogArchive, isPublic: false);
        Put(2, WorldGenerator.LogArchive);
        var role = (AccountId.Parse(WorldGenerator.LogArchive), SandboxRole.OrganizationAccess);
        world.Roles.Remove(role, out var kept);
        Week();
        Assert.Equal(4, Report("security@company.com").ExitCode);
        Assert.Contains(
            "Not read any more, so nothing is known (1):\n  300000000001 log-archive *: sts:AssumeRole: AccessDenied",
            sink.Mails[1].Text,
            StringComparison.Ordinal
        );
        world.Roles[role] = kept!;
        amigov.Now = amigov.Now.AddHours(1);
        Assert.Equal(0, amigov.Run("images", "scan", "--resume").ExitCode);
        Assert.Equal(0, Report("security@company.com").ExitCode);
        Assert.Contains(
            "Found (1):\n  300000000001 log-archive us-east-1 ami-00000000000000002 (image-2): public",
            sink.Mails[2].Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Not so any more (1):\n  300000000001 log-archive us-east-1 ami-00000000000000001",
            sink.Mails[2].Text,
            StringComparison.Ordinal
        );
        Report("security@company.com");
        Assert.Equal(3, sink.Mails.Count);
    }
}
