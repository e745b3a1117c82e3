using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>
/// Parameters of Systems Manager that hold an image id; no other value leaves the reader. Every method throws
/// <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface IImageParameterReader
{
    /// <summary>The account's parameters of type String that hold an image id; never a SecureString.</summary>
    /// <param name="account">Whose parameters.</param>
    /// <param name="region">Where they are.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<NamedImage>> FindParameters(AccountId account, RegionName region, CancellationToken cancel);

    /// <summary>Of these names, the parameters that there are and that hold an image id.</summary>
    /// <param name="account">Who asks; AWS's public parameters are seen by everybody.</param>
    /// <param name="region">Where they are.</param>
    /// <param name="names">With a version or label, where one is asked for.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<NamedImage>> GetParameters(
        AccountId account,
        RegionName region,
        ImmutableArray<string> names,
        CancellationToken cancel
    );
}
