using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Aws;

/// <summary>The address and the credentials as the environment gives them, in a process of its own.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task Each_Region_is_asked_at_the_address_of_the_environment()
    {
        var world = WorldGenerator.Create(new WorldSize(10, 2, 1), TimeProvider.System);
        await using var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        var asked = new HashSet<(string Account, string Region)>();
        world.Trail.Recorded += e =>
        {
            if (e.Operation != "DescribeImages")
                return;
            lock (asked)
                asked.Add((e.Account.Value, e.Region.Value));
        };
        using var shell = new AwsCli(server);
        var (code, output, error) = await shell.Bash($"{AmigovProcess.Shell} images scan --depth public");
        Assert.True(code is 0 or 3 or 4, output + error);
        Assert.Equal(
            world.Ec2.Regions.Order().Select(r => r.Value),
            asked
                .Where(a => a.Account == WorldGenerator.PaymentsProduction)
                .Select(a => a.Region)
                .Order(StringComparer.Ordinal)
        );
    }
}
