using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>When a pipeline takes on a role.</summary>
public enum PipelineMoment
{
    /// <summary>For every merge request, and on the protected branch.</summary>
    MergeRequest,

    /// <summary>On the protected branch, after somebody let it.</summary>
    Deployment,

    /// <summary>On the protected branch, by the clock.</summary>
    Schedule,
}

/// <summary>A role of the pipelines that `amigov init` writes: what it may do is what its commands need.</summary>
/// <param name="Commands">As <see cref="CommandPermissions"/> names them.</param>
public sealed record PipelineRole(string Name, PipelineMoment Moment, ImmutableArray<string> Commands)
{
    public static readonly ImmutableArray<PipelineRole> All =
    [
        // Whoever may push a branch can use it, so it changes nothing and takes on no other role.
        new("plan", PipelineMoment.MergeRequest, ["plan", "status"]),
        new("deploy", PipelineMoment.Deployment, ["apply", "promote", "rollback"]),
        new("images", PipelineMoment.Schedule, ["images scan", "images report"]),
    ];

    public IEnumerable<CommandPermissions> Permissions =>
        CommandPermissions.All.Where(c => Commands.Contains(c.Command, StringComparer.Ordinal));
}
