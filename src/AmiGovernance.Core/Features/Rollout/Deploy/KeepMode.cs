using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

public enum KeptMode
{
    /// <summary>The configuration says so already.</summary>
    Said,

    /// <summary>It says so now; the change is to be committed.</summary>
    Written,

    /// <summary>It has changes that are not committed, and was not touched.</summary>
    Uncommitted,

    /// <summary>It could not be read or written.</summary>
    Failed,
}

/// <summary>
/// Writes the mode that a promotion brought to the configuration, so that the next `generate` keeps it. Nothing else in the file changes.
/// </summary>
/// <param name="files">The working folder.</param>
/// <param name="commits">Tells what is not committed; null where there is no repository.</param>
public sealed class KeepMode(IFileStore files, ICommitReader? commits)
{
    private const string Settings = "policy_config";
    private const string Key = "enforcement_mode";

    /// <param name="configPath">The configuration.</param>
    /// <param name="mode">What was brought.</param>
    /// <param name="bag">Takes why it failed.</param>
    public KeptMode Run(string configPath, AllowedImagesState mode, DiagnosticBag bag)
    {
        var reading = RepositoryFiles.ReadConfig(files, configPath);
        if (reading.IfSound is not { } config)
        {
            reading.ReportTo(bag);
            return KeptMode.Failed;
        }
        if (config.Policy.EnforcementMode == mode)
            return KeptMode.Said;
        if (IsUncommitted(configPath))
            return KeptMode.Uncommitted;
        var file = new GeneratedFile(configPath, Edited(config.Tree, mode.Name()));
        return files.Write("", [file], bag) ? KeptMode.Written : KeptMode.Failed;
    }

    private static byte[] Edited(JsonDocumentTree tree, string mode)
    {
        // A configuration that was read is an object.
        var root = (JsonObject)tree.Root;
        if (root[Settings] is not JsonObject settings)
            return JsonEdit.AddMember(tree, root, new NewMember(Settings, $"{{ \"{Key}\": \"{mode}\" }}"));
        return settings[Key] is { } value
            ? JsonEdit.SetText(tree, value, mode)
            : JsonEdit.AddMember(tree, settings, NewMember.Of(Key, mode));
    }

    private bool IsUncommitted(string path)
    {
        try
        {
            return commits?.Uncommitted(path).IsEmpty == false;
        }
        catch (GitException)
        {
            // There is no repository: nothing is committed, and nothing can be lost.
            return false;
        }
    }
}
