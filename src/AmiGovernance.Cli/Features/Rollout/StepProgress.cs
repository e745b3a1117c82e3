using System.Globalization;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Says each step of a plan before it is taken, on a line of its own.</summary>
internal sealed class StepProgress<T>(CliContext context, int total, Func<T, string> describe)
    : IProgress<(int Number, T Step)>
{
    public void Report((int Number, T Step) value)
    {
        context.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{value.Number, 3}/{total} {describe(value.Step)}")
        );
        context.Error.Flush();
    }
}
