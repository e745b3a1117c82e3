using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>The options of `sandbox start`.</summary>
internal sealed class SandboxStartOptions
{
    private readonly Option<string?> world = new("--world")
    {
        Description = "A world to start from, as `amigov sandbox create` writes it; default: a generated one",
        HelpName = "FILE",
    };
    private readonly Option<string?> state = new("--state")
    {
        Description = "Keep everything here and go on with it at the next start",
        HelpName = "DIR",
    };
    private readonly Option<int> port = NumberOption.Create("--port", "Default: any that is free", 0, 65_535);
    private readonly WorldSizeOptions size;
    private readonly Option<bool> throttle = new("--throttle") { Description = "Hold to AWS's request rates" };
    private readonly Option<int> latency = NumberOption.Create(
        "--latency",
        "Let every answer take so many milliseconds",
        0,
        60_000,
        unit: "MS"
    );
    private readonly Option<string?> faults = new("--faults")
    {
        Description = "A script of errors, delays and lost answers",
        HelpName = "FILE",
    };
    private readonly Option<string?> trail = new("--trail")
    {
        Description = "Write CloudTrail files here, in the layout of an organization trail",
        HelpName = "DIR",
    };

    private readonly Option<string[]> assume = AssumeOption.Create();

    public SandboxStartOptions(Command command)
    {
        foreach (var option in new Option[] { world, state, port })
            command.Options.Add(option);
        size = new WorldSizeOptions().AddTo(command);
        foreach (var option in new Option[] { throttle, latency, faults, trail, assume })
            command.Options.Add(option);
    }

    public SandboxStartArguments Read(ParseResult result) =>
        new(
            result.GetValue(world),
            result.GetValue(state),
            result.GetValue(port),
            size.Value(result),
            size.AreGiven(result),
            size.IsGrown(result),
            result.GetValue(throttle),
            result.GetValue(latency),
            result.GetValue(faults),
            result.GetValue(trail),
            result.GetValue(assume) ?? []
        );
}
