using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Names a deployment to a reader.</summary>
internal static class DeploymentText
{
    public static string Of(int serial, DateTimeOffset at, string who) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"deployment {serial} of {at.MinuteText()} by {Sanitize.Text(who)}"
        );
}
