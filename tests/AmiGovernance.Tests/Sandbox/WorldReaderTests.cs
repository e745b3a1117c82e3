using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Sandbox;

/// <summary>What a world file says of accounts, Regions and images is text until it is checked.</summary>
public sealed class WorldReaderTests
{
    private const string Organization = """
        "organization": {
          "id": "o-a1b2c3d4e5", "management_account": "111122223333", "root": "r-a1b2",
          "accounts": [{ "id": "111122223333", "name": "management", "parent": "r-a1b2" }]
        }
        """;

    private static (SandboxWorld? World, string Messages) Read(string part)
    {
        var bag = new DiagnosticBag();
        var source = SourceText.FromString("sandbox.json", $"{{ {Organization}, {part} }}");
        var world = WorldReader.Read(source, TimeProvider.System, bag);
        return (world, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
    }

    [Fact]
    public void Regions_of_both_kinds_are_known()
    {
        var (world, messages) = Read(
            """
            "regions": ["us-east-1"], "opt_in_regions": { "me-south-1": ["111122223333"] }
            """
        );
        Assert.True(world is not null, messages);
        Assert.True(world.Ec2.IsUsable(SandboxText.Place("111122223333", "us-east-1")));
        Assert.True(world.Ec2.IsUsable(SandboxText.Place("111122223333", "me-south-1")));
        Assert.False(world.Ec2.IsUsable(SandboxText.Place("444455556666", "me-south-1")));
        Assert.False(world.Ec2.IsUsable(SandboxText.Place("111122223333", "eu-west-1")));
    }

    [Theory]
    [InlineData(
        """
            "regions": ["us-east-1", "everywhere"]
            """,
        "`everywhere` is not the name of a Region"
    )]
    [InlineData(
        """
            "opt_in_regions": { "Mars": [] }
            """,
        "`Mars` is not the name of a Region"
    )]
    [InlineData(
        """
            "opt_in_regions": { "me-south-1": ["12"] }
            """,
        "`12` has 2 digits; an account id has 12"
    )]
    [InlineData(
        """
            "instances": [{ "id": "i-00000000", "account": "111122223333", "region": "us-east-1", "image": "ami-xyz" }]
            """,
        "`ami-xyz` is not an id: `ami-` and 8 or 17 hexadecimal digits are needed"
    )]
    [InlineData(
        """
            "instances": [{ "id": "i-00000000", "account": "444455556666", "region": "us-east-1", "image": "ami-00000000" }]
            """,
        "account 444455556666 is not in the organization"
    )]
    [InlineData(
        """
            "buckets": [{ "name": "b", "account": "111122223333", "region": "eu-north-1" }]
            """,
        "`eu-north-1` is none of the world's Regions"
    )]
    [InlineData(
        """
            "resources": [{ "kind": "rule", "account": "111122223333", "region": "here", "name": "n", "body": {} }]
            """,
        "`here` is not the name of a Region"
    )]
    public void What_cannot_be_is_reported(string part, string message)
    {
        var (world, messages) = Read(part);
        Assert.Null(world);
        Assert.Contains(message, messages, StringComparison.Ordinal);
    }
}
