using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What a watch writes in its clone, and pushes.</summary>
public static class RecordedFiles
{
    /// <summary>A folder, and a file.</summary>
    public static IReadOnlyList<string> Paths => [DeploymentLog.Folder, ReminderLog.Path];

    /// <summary>Whether a path is one of them, or below one.</summary>
    public static bool Contain(string path) => path == ReminderLog.Path || IsRecord(path);

    /// <summary>A file of the record lies in its folder itself: what has another form is somebody else's.</summary>
    private static bool IsRecord(string path) =>
        path.StartsWith($"{DeploymentLog.Folder}/", StringComparison.Ordinal)
        && path.EndsWith(".jsonl", StringComparison.Ordinal)
        && path.IndexOf('/', DeploymentLog.Folder.Length + 1) < 0;
}
