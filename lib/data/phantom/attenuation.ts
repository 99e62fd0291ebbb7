/**
 * Linear attenuation coefficients per mm at 40 keV, about the mean energy of the filtered 60-70 kVp beams used for limbs:
 * mass attenuation coefficient (NIST XCOM / NISTIR 5632, ICRU-44 tissues) x density. One energy stands for the
 * whole spectrum, so there is no beam hardening.
 */
export const attenuationPerMm = {
  /** 0.6655 cm2/g x 1.92 g/cm3 */
  corticalBone: 0.1278,
  /** 0.2688 cm2/g x 1.06 g/cm3 */
  softTissue: 0.0285,
  /** 0.2396 cm2/g x 0.95 g/cm3 */
  fat: 0.0228,
  /** 2.214 cm2/g x 4.54 g/cm3 */
  titanium: 1.005,
} as const;

/** What a millimetre of compact bone takes out of the beam beyond the soft tissue that it replaces. */
export const boneExcessPerMm = attenuationPerMm.corticalBone - attenuationPerMm.softTissue;
