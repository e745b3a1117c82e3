using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests;

/// <summary>The cases whose commands reach an organization: its names, those of its images and their tags are a stranger's too.</summary>
public sealed class HostileTextTests
{
    private static readonly int Samples = TestScale.Samples(1);

    public static TheoryData<string> Cases => [.. GoldenCase.Names(inSandbox: true)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_of_it_comes_alive(string name)
    {
        for (var seed = 0; seed < Samples; seed++)
        {
            var input = new HostileInput(HostileSeed.Of(name, seed), everywhere: seed % 2 == 0);
            Assert.Empty(HostilePlay.Problems(name, input, (amigov, step) => Take(amigov, step, input)));
        }
    }

    private static bool Take(Amigov amigov, string step, HostileInput input)
    {
        try
        {
            if (!GoldenTests.TakeStep(amigov, step))
                return false;
        }
        catch (SandboxException e)
        {
            // AWS would not take it either.
            throw new InvalidOperationException(e.Message, e);
        }
        if (step.StartsWith("@sandbox", StringComparison.Ordinal))
            Infect(amigov.Sandbox!.World, input);
        return true;
    }

    private static void Infect(SandboxWorld world, HostileInput input)
    {
        var organization = world.Organization;
        world.Organization = organization with
        {
            Accounts = [.. organization.Accounts.Select(a => a with { Name = Passed(input.Next()) })],
        };
        foreach (var image in world.Ec2.Images.ToList())
            world.Ec2.Put(image with { Name = Passed(input.Next()), Description = Passed(input.Next()) });
    }

    /// <summary>What XML, the protocol of EC2, can hold at all.</summary>
    private static string Passed(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
