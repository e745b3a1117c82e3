using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>The project whose pipelines AWS is to trust, as the tokens of its code host name it.</summary>
/// <param name="Issuer">Of the tokens, without `https://`.</param>
/// <param name="Audience">For whom the pipelines ask a token.</param>
public abstract record PipelineProject(string Issuer, string Audience)
{
    /// <summary>The branch that only reviewed changes reach, as the pipelines of `amigov init` have it.</summary>
    protected const string Branch = "main";

    /// <summary>For whom the pipelines ask a token in a partition.</summary>
    public virtual string AudienceIn(string partition) => Audience;

    /// <summary>The tokens that may take on a role: values of the claim `sub`, with `*` for whatever stands there.</summary>
    public abstract ImmutableArray<string> Subjects(PipelineRole role);

    /// <summary>Null when the text has none of the forms.</summary>
    /// <param name="text">`github:OWNER/REPO[:ENVIRONMENT]` or `gitlab:GROUP/PROJECT[@HOST]`.</param>
    public static PipelineProject? Parse(string text) =>
        (PipelineProject?)GitHubProject.Parse(text) ?? GitLabProject.Parse(text);
}
