/**
 * Linear attenuation coefficients per mm at 30 keV, about the effective energy of the 50-60 kVp beams used for limbs:
 * mass attenuation coefficient (NISTIR 5632, ICRU-44 tissues) x density. One energy stands for the whole spectrum, so
 * there is no beam hardening.
 */
export const attenuationPerMm = {
  /** 1.331 cm2/g x 1.92 g/cm3 */
  corticalBone: 0.2556,
  /** 0.379 cm2/g x 1.06 g/cm3 */
  softTissue: 0.0402,
  /** 0.3063 cm2/g x 0.95 g/cm3 */
  fat: 0.0291,
  /** 4.972 cm2/g x 4.54 g/cm3 */
  titanium: 2.257,
} as const;

/** What a millimetre of compact bone takes out of the beam beyond the soft tissue that it replaces. */
export const boneExcessPerMm = attenuationPerMm.corticalBone - attenuationPerMm.softTissue;
