using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>People decide in the review list while a command asks AWS.</summary>
public sealed class EditedReviewTests
{
    private const string List = "image-review.json";

    [Fact]
    public async Task What_is_decided_while_AWS_is_asked_is_not_lost()
    {
        using var amigov = new Amigov();
        var world = WorldGenerator.Create(new WorldSize(8, 2, 1), new Amigov.FixedTime(amigov.Now));
        world.Ec2.Put(
            new SandboxImage(
                ImageId.Parse("ami-00000000000000001"),
                RegionName.Parse("us-east-1"),
                AccountId.Parse(WorldGenerator.Observability),
                "image",
                world.Now
            )
            {
                LaunchPermissions = [LaunchPermission.Public],
            }
        );
        amigov.Sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, amigov.Run("images", "scan", "--depth", "public").ExitCode);
        Assert.Equal(0, amigov.Run("images", "review").ExitCode);

        var decided = Support.Decisions.MakePrivate(amigov.Text(List));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = amigov.Context(output, error);
        var edited = context with
        {
            Connect = settings =>
            {
                amigov.With(List, decided);
                return context.Connect(settings);
            },
        };
        var aws = new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole);
        var arguments = new ReviewArguments(List, AskForUsageReports: false, "image-inventory.db", aws);
        Assert.Equal(1, await ImagesReviewCommand.Run(arguments, edited, TestContext.Current.CancellationToken));
        Assert.Equal(decided, amigov.Text(List));
        Assert.Contains("AMI0703", error.ToString(), StringComparison.Ordinal);
    }
}
