using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What a watch writes in its clone, and pushes.</summary>
public static class RecordedFiles
{
    /// <summary>A folder, and a file.</summary>
    public static IReadOnlyList<string> Paths => [DeploymentLog.Folder, ReminderLog.Path];

    /// <summary>Whether a path is one of them, or below one.</summary>
    public static bool Contain(string path) =>
        (path.StartsWith($"{DeploymentLog.Folder}/", StringComparison.Ordinal) || path == ReminderLog.Path)
        && !path.Split('/').Contains("..");
}
