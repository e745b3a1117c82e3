using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Shell;

/// <summary>The last question before something is changed, below what would be changed.</summary>
internal static class Confirmation
{
    /// <summary>Such as `Make these 3 calls`.</summary>
    public static string Make(int count, string noun) =>
        count == 1 ? $"Make this {noun}" : $"Make these {Plural.Of(count, noun)}";

    /// <summary>Where nobody can be asked, only `--yes` confirms. False is reported.</summary>
    /// <param name="cancel">Ends the question, and the command with it.</param>
    public static bool Ask(CliContext context, string question, bool yes, CancellationToken cancel)
    {
        if (yes)
            return true;
        var questions = new Questions(context, Ask: true, cancel);
        if (context.IsInteractive && questions.YesNo(question, null, fallback: false))
            return true;
        var help = context.IsInteractive ? null : "`--yes` confirms where nobody can be asked";
        context.PrintFindings([
            Diagnostic.About("deployment", PlanningDiagnostics.NotConfirmed, "nothing was changed", help),
        ]);
        return false;
    }
}
