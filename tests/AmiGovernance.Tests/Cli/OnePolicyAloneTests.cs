namespace AmiGovernance.Tests.Cli;

/// <summary>
/// AWS decides by both policies (EC2 user guide, "Allowed AMIs"; Organizations user guide, "Service control policies"): who asks what it
/// decides by a folder that lacks one of them gets no verdict.
/// </summary>
public sealed class OnePolicyAloneTests
{
    private const string Declarative = "organizations/declarative-policy-ec2.json";
    private const string Scp = "scp-ami-guardrail.json";

    private const string Template =
        """{"Resources":{"Web":{"Type":"AWS::EC2::Instance","Properties":{"ImageId":"ami-0123456789abcdef0"}}}}""";

    private static readonly string[] Commands =
    [
        "explain --account 111122223333 --image-owner 999988887777",
        "simulate calls.csv",
        "preflight template.json --account 111122223333",
        "layers",
        "prove",
        "backtest trail --policies dist",
        "bundle",
    ];

    public static TheoryData<string, string> CommandsAndFiles =>
        new(Commands.SelectMany(command => new[] { Declarative, Scp }.Select(file => (command, file))));

    [Theory]
    [MemberData(nameof(CommandsAndFiles))]
    public void No_verdict_is_given_by_one_policy_alone(string command, string missing)
    {
        using var amigov = new Amigov { Now = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) }
            .With(Samples.ConfigPath, Samples.Governance)
            .With("template.json", Template)
            .With("calls.csv", "action,account,image_owner\nec2:RunInstances,111122223333,999988887777\n")
            .With("trail/a.json", """{"Records":[]}""");
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        var kind = missing == Scp ? "dist/scp" : "declarative";
        foreach (var path in amigov.Files.Files.Keys.Where(k => k.Contains(kind, StringComparison.Ordinal)).ToList())
            amigov.Files.Files.Remove(path);

        var (code, output, error) = amigov.Run(command.Split(' '));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"`{missing}` is missing", error, StringComparison.Ordinal);
    }
}
